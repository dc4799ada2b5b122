import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cleaned, createFileLog } from './log.ts'
import { proxyOf } from './proxy.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'log-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true })
})

describe('the log', () => {
  it('hardening 29: lies in a folder and a file for their owner alone, one JSON object a line', async () => {
    const logs = join(folder, 'logs')
    const log = createFileLog(logs)
    log.info('started', { version: '1' })
    log.warn('slow', { ms: 7 })
    await log.close()
    const path = join(logs, 'foyer-desktop.log')
    expect((await stat(logs)).mode & 0o777).toBe(0o700)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    const lines = (await readFile(path, 'utf8')).trim().split('\n')
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { msg: 'started', version: '1' },
      { msg: 'slow', ms: 7 },
    ])
  })

  it('takes no disk for a reason to fail', async () => {
    await writeFile(join(folder, 'logs'), 'a file where the folder should be')
    const log = createFileLog(join(folder, 'logs'))
    log.info('started')
    await log.close()
    expect(await readFile(join(folder, 'logs'), 'utf8')).toContain('a file')
  })

  it('begins anew past five megabytes and keeps one older file', async () => {
    await writeFile(join(folder, 'foyer-desktop.log'), Buffer.alloc(5 * 1024 * 1024 + 1))
    await writeFile(join(folder, 'foyer-desktop.log.1'), 'older')
    const log = createFileLog(folder)
    log.info('started')
    await log.close()
    expect(await readdir(folder)).toEqual(['foyer-desktop.log', 'foyer-desktop.log.1'])
    expect((await stat(join(folder, 'foyer-desktop.log'))).size).toBeLessThan(1000)
  })

  it.each([
    ['url', 'https://a.blob.core.windows.net/c/b?sv=2024&sig=SECRET%3D&se=1'],
    ['header', 'Authorization: Basic SECRET=='],
    ['header', '{"authorization":"Bearer SECRET"}'],
    ['words', 'sent basic SECRETSECRET= to it'],
    ['proxy', 'http://ann:SECRET@proxy:8080'],
    ['apiKey', 'SECRET'],
    ['key', 'SECRET'],
    ['keyHex', 'SECRET'],
    ['sasToken', 'SECRET'],
    ['content', 'SECRET'],
    ['Authorization', 'SECRET'],
  ])('hardening 18, 20: %s "%s" is written without its secret', (name, value) => {
    expect(JSON.stringify(cleaned({ [name]: value }))).not.toContain('SECRET')
  })

  it('leaves names, counts and codes as they are', () => {
    const fields = { code: 'keychain-missing', portal: 'p-1', status: 429, ok: true }
    expect(cleaned(fields)).toEqual(fields)
  })
})

describe("the system's proxy", () => {
  it.each([
    ['DIRECT', undefined],
    ['', undefined],
    ['PROXY proxy.example:8080; DIRECT', 'http://proxy.example:8080'],
    ['HTTPS proxy.example:443', 'https://proxy.example:443'],
    ['SOCKS5 proxy.example:1080', 'socks5://proxy.example:1080'],
    ['PROXY', undefined],
  ])('%s is %s', (answer, url) => {
    expect(proxyOf(answer)).toBe(url)
  })
})
