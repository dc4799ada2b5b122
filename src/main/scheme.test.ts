import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contentPolicy, devContentPolicy } from './content-policy.ts'
import { answerFrom, type FileMap, readFileMap } from './scheme.ts'

let folder = ''
let files: FileMap = new Map()
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scheme-'))
  await mkdir(join(folder, 'renderer', 'assets'), { recursive: true })
  await writeFile(join(folder, 'renderer', 'index.html'), '<!doctype html>')
  await writeFile(join(folder, 'renderer', 'assets', 'main.js'), 'export {}')
  await writeFile(join(folder, 'renderer', 'assets', 'run.sh'), 'exit')
  await writeFile(join(folder, 'secret.js'), 'export {}')
  await symlink(join(folder, 'secret.js'), join(folder, 'renderer', 'link.js'))
  files = await readFileMap(join(folder, 'renderer'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
})

const ask = (url: string, method = 'GET') => answerFrom(files, new Request(url, { method }))

describe('hardening 12: the scheme serves the files of the built window and nothing else', () => {
  it.each([
    ['app://foyer/index.html', 'text/html; charset=utf-8'],
    ['app://foyer/assets/main.js?v=1', 'text/javascript; charset=utf-8'],
  ])('%s is %s', (url, type) => {
    const answer = ask(url)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe(type)
  })

  it.each([
    'app://foyer/',
    'app://foyer/assets',
    'app://foyer/../secret.js',
    'app://foyer/%2e%2e/secret.js',
    'app://foyer/..%2fsecret.js',
    'app://foyer//etc/passwd',
    'app://foyer/link.js',
    'app://foyer/assets/run.sh',
    'app://other/index.html',
    'app://foyer/index.html%00.js',
  ])('%s is not found', (url) => {
    expect(ask(url).status).toBe(404)
  })

  it('answers GET only', async () => {
    expect(ask('app://foyer/index.html', 'POST').status).toBe(404)
  })
})

describe('hardening 5: the content policy', () => {
  it('is a header on every answer, also on a refusal', async () => {
    for (const url of ['app://foyer/index.html', 'app://foyer/nothing']) {
      const { headers } = ask(url)
      expect(headers.get('content-security-policy')).toBe(contentPolicy)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    }
  })

  it('says exactly what it should', () => {
    expect(contentPolicy).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'none'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
    )
  })

  it('is wider only while developing', () => {
    expect(contentPolicy).not.toMatch(/unsafe|ws:|http/)
    expect(devContentPolicy).toContain("connect-src 'self' ws:")
    expect(devContentPolicy).not.toContain('unsafe-eval')
  })
})
