import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PortalId } from '../../src/core/portal.ts'
import { createEngine } from '../../src/engine/create.ts'
import type { Engine } from '../../src/engine/engine.ts'
import { systemClock } from '../../src/engine/node/clock.ts'
import { createHttp } from '../../src/engine/node/http.ts'
import { systemRandom } from '../../src/engine/node/random.ts'
import { startStorageWorker } from '../../src/engine/storage/client.ts'
import { serveControl } from '../../src/main/control/serve.ts'
import { createSessionSecrets } from '../../src/main/ports/session-secrets.ts'
import { type Portal, startPortal } from '../portal/server.ts'
import { workerUrl } from './archive.ts'
import { type Ran, runCommand } from './command.ts'

// docs/specs/control.md: one process sends, another one lists, pauses, goes on and cancels.

const fileCount = 12
const someFiles = 3

let portal: Portal
let folder: string
let running: ChildProcess[]
beforeEach(async () => {
  portal = await startPortal({ fixture: 'small', blobs: 'azurite' })
  folder = await mkdtemp(join(tmpdir(), 'foyer-control-test-'))
  running = []
})
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL')
  await portal.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
})

const cli = (...words: readonly string[]): Promise<Ran> =>
  runCommand({ folder, key: portal.key }, [...words, '--portal', 'firm'], portal.key)

/** A few files arrive, the storage answers no more after them: the job can't end by itself. */
const stall = (): string => portal.faults.add({ route: 'PUT /*', blob: true, skip: someFiles, hang: true })

/** Adds the portal and makes a folder to be sent. */
const prepare = async (): Promise<{ readonly source: string; readonly space: string }> => {
  await runCommand({ folder, key: portal.key }, ['portals', 'add', 'firm', '--url', portal.url], portal.key)
  const source = join(folder, 'Belege')
  await mkdir(source)
  for (let index = 0; index < fileCount; index += 1)
    await writeFile(join(source, `Beleg ${index}.bin`), randomBytes(20_000))
  return { source, space: [...portal.state.spaces.keys()][0] ?? '' }
}

type Sending = {
  readonly ended: Promise<number | null>
  readonly child: ChildProcess
  readonly out: () => string
}

/** Sends the folder in a process of its own, which goes on until the job has ended. */
const send = async (): Promise<Sending> => {
  const { source, space } = await prepare()
  const program = resolve(import.meta.dirname, '../../src/main/cli.ts')
  const words = ['upload', source, '--space', space, '--portal', 'firm', '--json']
  const child = spawn(process.execPath, [program, ...words, '--user-data-dir', join(folder, 'profile')], {
    env: { ...process.env, FOYER_KEYCHAIN: 'memory', FOYER_API_KEY: portal.key },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.push(child)
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  return { child, ended, out: () => out }
}

type Job = { readonly id: string; readonly state: string; readonly files: { readonly done: number } }

const jobs = async (): Promise<readonly Job[]> => {
  const { status, lines, problems } = await cli('transfers', 'list', '--json')
  // Before the other one listens the portal is open elsewhere, and that is all there is to say.
  if (status !== 0) expect(problems).toContain('has this portal open')
  return lines as unknown as readonly Job[]
}

const until = async (holds: (job: Job) => boolean): Promise<Job> => {
  for (;;) {
    const [job] = await jobs()
    if (job !== undefined && holds(job)) return job
  }
}

const arrived = (): number =>
  [...portal.state.spaces.keys()]
    .flatMap((id) => [...portal.state.files(id).all()])
    .filter(({ name }) => name.startsWith('Beleg ')).length

describe('transfers of another process', { timeout: 60_000 }, () => {
  it('N1.1, N1.6: are listed, paused, gone on with and waited for from a second terminal', async () => {
    stall()
    const { ended, out } = await send()
    const { id } = await until(({ state, files }) => state === 'running' && files.done === someFiles)
    expect(await cli('transfers', 'pause', id)).toMatchObject({ status: 0 })
    await until(({ state }) => state === 'paused')
    const plain = await cli('transfers', 'list')
    expect(plain.out).toContain(`${id}\tupload\tpaused\t${someFiles}/${fileCount}\t`)

    portal.faults.clear()
    const resumed = await cli('transfers', 'resume', id)
    expect([resumed.status, resumed.out]).toEqual([0, `${fileCount} of ${fileCount} files done.\n`])
    expect(await ended).toBe(0)
    expect(out()).toContain('"event":"summary"')
    expect(arrived()).toBe(fileCount)
  })

  it('N1.6: are cancelled from a second terminal, and the sending command ends and says so', async () => {
    stall()
    const { ended, out } = await send()
    const { id } = await until(({ state, files }) => state === 'running' && files.done === someFiles)
    expect(await cli('transfers', 'cancel', 'nobody')).toMatchObject({ status: 1 })
    expect(await cli('transfers', 'cancel', id)).toMatchObject({ status: 0 })
    expect(await ended).toBe(1)
    expect(out()).toContain('"state":"cancelled"')
    expect((await jobs())[0]).toMatchObject({ id, state: 'cancelled' })
    expect(arrived()).toBeLessThan(fileCount)
  })

  it('N1.4: what a killed process left is no hindrance: the next one lists and goes on itself', async () => {
    stall()
    const { child, ended } = await send()
    const { id } = await until(({ state, files }) => state === 'running' && files.done === someFiles)
    child.kill('SIGKILL')
    await ended
    portal.faults.clear()
    expect((await until(() => true)).id).toBe(id)
    expect((await cli('transfers', 'resume', id)).status).toBe(0)
    expect(arrived()).toBe(fileCount)
  })
})

describe('the channel itself', () => {
  const http = createHttp()
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
  let engine: Engine
  let locked: boolean
  let portalId: PortalId
  let sockets: Socket[]
  let dataDir: string

  const open = async (place: string): Promise<void> => {
    dataDir = place
    await mkdir(place, { recursive: true })
    const secrets = createSessionSecrets()
    let listening: (() => void) | undefined
    const heard = new Promise<void>((done) => (listening = done))
    const opened = await createEngine({
      dataDir,
      ports: {
        ...{ clock: systemClock, random: systemRandom, http, log: quiet },
        ...{ secrets, sessionSecrets: secrets },
      },
      startWorker: () => startStorageWorker(workerUrl),
      background: false,
      opened: async (here) => {
        const stop = await serveControl(here, { log: quiet, closed: () => locked })
        listening?.()
        return stop
      },
    })
    if (!opened.ok) throw new Error(opened.error.code)
    engine = opened.value
    const connected = await engine.portals.connect({
      ...({ region: 'custom', keeping: 'keychain' } as const),
      ...{ url: portal.url, key: portal.key },
    })
    if (!connected.ok) throw new Error(connected.error.code)
    portalId = connected.value.portal.id
    await heard
  }

  beforeEach(() => {
    locked = false
    sockets = []
  })
  afterEach(async () => {
    for (const socket of sockets) socket.destroy()
    await engine.close()
  })

  const address = async (): Promise<string> =>
    (await readFile(join(engine.portals.folder(portalId), 'control'), 'utf8')).trim()

  const talk = async (): Promise<{ readonly socket: Socket; readonly lines: AsyncIterator<string> }> => {
    const socket = connect(await address())
    sockets.push(socket)
    socket.on('error', () => undefined)
    const reader: Interface = createInterface(socket)
    const lines = reader[Symbol.asyncIterator]()
    expect(await lines.next()).toEqual({ done: false, value: '{"foyerDesktop":1}' })
    return { socket, lines }
  }

  /** The next line; '' when the other side hung up. */
  const nextOf = async (lines: AsyncIterator<string>): Promise<string> => {
    const next: IteratorResult<string, unknown> = await lines.next()
    return next.done === true ? '' : next.value
  }

  const ask = async (call: string, input?: unknown): Promise<unknown> => {
    const { socket, lines } = await talk()
    socket.write(`${JSON.stringify({ id: 7, call, input })}\n`)
    const answer = await nextOf(lines)
    socket.destroy()
    return JSON.parse(answer) as unknown
  }

  it('N1.2: is a socket in the archive’s folder that its owner alone may use, and gone after the end', async () => {
    await open(join(folder, 'p'))
    const path = await address()
    expect(path).toBe(join(engine.portals.folder(portalId), 'control.sock'))
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await stat(path)).isSocket()).toBe(true)
    await engine.close()
    await expect(stat(path)).rejects.toThrow('ENOENT')
    await expect(stat(join(dataDir, 'portals', portalId, 'control'))).rejects.toThrow('ENOENT')
  })

  it('N1.2: lies in a folder of its owner alone elsewhere where its path would be too long for a socket', async () => {
    await open(join(folder, 'a profile in a very long path '.repeat(4)))
    const path = await address()
    expect(path.startsWith(join(tmpdir(), 'foyer-control-'))).toBe(true)
    expect((await stat(resolve(path, '..'))).mode & 0o777).toBe(0o700)
    expect(await ask('transfers.list')).toEqual({ id: 7, answer: { ok: true, value: [] } })
    await engine.close()
    await expect(stat(resolve(path, '..'))).rejects.toThrow('ENOENT')
  })

  it('N1.3: answers the calls of transfers by their schemas, of its own portal, and nothing else', async () => {
    await open(join(folder, 'p'))
    expect(await ask('transfers.list')).toEqual({ id: 7, answer: { ok: true, value: [] } })
    for (const call of ['spaces.list', 'portals.list', 'settings.get', 'constructor', '__proto__'])
      expect(await ask(call)).toMatchObject({ answer: { ok: false, error: { code: 'usage', about: call } } })
    for (const input of [undefined, {}, { portalId, jobId: 5 }, { portalId, jobId: '' }, 'x'])
      expect(await ask('transfers.pause', input)).toMatchObject({
        answer: { ok: false, error: { code: 'usage' } },
      })
    expect(await ask('transfers.pause', { portalId: 'other', jobId: 'j' })).toMatchObject({
      answer: { ok: false, error: { code: 'unknown-portal' } },
    })
    expect(await ask('transfers.cancel', { portalId, jobId: 'j' })).toMatchObject({ answer: { ok: false } })
  })

  it('N1.5: says that it is locked, and nothing else, while the window is', async () => {
    await open(join(folder, 'p'))
    locked = true
    for (const call of ['transfers.list', 'transfers.pause', 'transfers.resume', 'transfers.cancel', 'other'])
      expect(await ask(call, { portalId, jobId: 'j' })).toEqual({
        id: 7,
        answer: { ok: false, error: { code: 'locked' } },
      })
    locked = false
    expect(await ask('transfers.list')).toMatchObject({ answer: { ok: true } })
  })

  it.each([
    ['no JSON', 'hello\n'],
    ['no question', '{"id":"x"}\n'],
    ['a line without an end', 'x'.repeat(70_000)],
  ])('N1.3: hangs up on %s, and answers the next one', async (_, text) => {
    await open(join(folder, 'p'))
    const { socket, lines } = await talk()
    socket.write(text)
    expect(await lines.next()).toMatchObject({ done: true })
    expect(await ask('transfers.list')).toMatchObject({ answer: { ok: true } })
  })

  it('N1.3: answers many questions on one line after another, each by its number', async () => {
    await open(join(folder, 'p'))
    const { socket, lines } = await talk()
    const ids = Array.from({ length: 200 }, (_, index) => index)
    socket.write(ids.map((id) => `${JSON.stringify({ id, call: 'transfers.list' })}\n`).join(''))
    const got = new Set<number>()
    for (let count = 0; count < ids.length; count += 1)
      got.add((JSON.parse(await nextOf(lines)) as { id: number }).id)
    expect(got).toEqual(new Set(ids))
  })
})
