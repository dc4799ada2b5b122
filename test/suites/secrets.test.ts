import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKeychain } from '../../src/main/ports/keychain.ts'
import { createSessionSecrets } from '../../src/main/ports/session-secrets.ts'
import { secretsRules } from './secrets-suite.ts'

const child = fileURLToPath(new URL('secrets-child.ts', import.meta.url))
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'foyer-secrets-'))
  await mkdir(join(folder, 'run'), { mode: 0o700 })
  await mkdir(join(folder, 'data'), { mode: 0o700 })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Runs a command with a home of its own and no session bus; answers what it printed. */
const run = (command: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const environment: NodeJS.ProcessEnv = {
      ...process.env,
      HOME: folder,
      XDG_RUNTIME_DIR: join(folder, 'run'),
      XDG_DATA_HOME: join(folder, 'data'),
    }
    delete environment['DBUS_SESSION_BUS_ADDRESS']
    delete environment['DISPLAY']
    const started = spawn(command, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
    let printed = ''
    let complaints = ''
    started.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
    started.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
    started.on('error', reject)
    started.on('close', (code) => {
      if (code === 0) resolve(printed)
      else reject(new Error(`${command} ended with ${code ?? 'a signal'}: ${complaints}`))
    })
  })

const inSession = (script: string): Promise<string> =>
  run('dbus-run-session', ['--', 'bash', '-c', script, 'bash', process.execPath, child])

const missing = { ok: false, error: { code: 'keychain-missing' } }

describe('secrets in memory', () => {
  it.each(Object.entries(secretsRules))('%s', (_rule, hold) => hold(createSessionSecrets()))
})

describe('secrets in the operating system’s keychain', () => {
  it('keeps every rule that memory keeps (gnome-keyring, unlocked)', async () => {
    const printed = await inSession(
      'echo -n pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null && "$1" "$2" suite',
    )
    const lines = printed.trim().split('\n')
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
      Object.keys(secretsRules).map((rule) => ({ rule, problem: null })),
    )
  })

  it('says that there is none where no session bus runs', async () => {
    const printed = await run(process.execPath, [child, 'states'])
    expect(JSON.parse(printed)).toEqual({ read: missing, write: missing, remove: missing })
  })

  it('says that there is none where a session bus runs without such a service', async () => {
    const config = join(folder, 'bare-bus.conf')
    // The bus of a session as it is, but without the folders whose services it starts on demand.
    await writeFile(
      config,
      `<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
        <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
        <allow own="*"/></policy></busconfig>`,
    )
    const session = ['--config-file', config, '--', process.execPath, child, 'states']
    expect(JSON.parse(await run('dbus-run-session', session))).toEqual({
      ...{ read: missing, write: missing, remove: missing },
    })
  })

  it('says that it is locked where nobody can unlock it, and keeps nothing', async () => {
    await rm(join(folder, 'data'), { recursive: true })
    await mkdir(join(folder, 'data'), { mode: 0o700 })
    const printed = await inSession(
      'gnome-keyring-daemon --start --components=secrets >/dev/null && "$1" "$2" states',
    )
    expect(JSON.parse(printed)).toMatchObject({
      read: { ok: true },
      write: { ok: false, error: { code: 'keychain-locked' } },
    })
  })

  describe('behind a bus that never answers', () => {
    let mute: Server
    const open = new Set<{ destroy(): unknown }>()
    const before = process.env['DBUS_SESSION_BUS_ADDRESS']

    beforeAll(async () => {
      const path = join(folder, 'mute')
      mute = createServer((socket) => open.add(socket.on('error', () => socket.destroy())))
      await new Promise<void>((resolve) => mute.listen(path, resolve))
      process.env['DBUS_SESSION_BUS_ADDRESS'] = `unix:path=${path}`
    })
    afterAll(async () => {
      // Hanging up frees the thread that waits inside libsecret.
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => mute.close(resolve))
      if (before === undefined) delete process.env['DBUS_SESSION_BUS_ADDRESS']
      else process.env['DBUS_SESSION_BUS_ADDRESS'] = before
    })

    it.runIf(process.platform === 'linux')(
      'gives up after its time limit, and holds one thread only',
      async () => {
        const secrets = createKeychain({ service: 'Foyer Desktop test', timeoutMs: 200 })
        const answers = await Promise.all([secrets.read('a'), secrets.write('a', 'b'), secrets.remove('a')])
        expect(answers).toEqual(
          Array.from({ length: 3 }, () => ({ ok: false, error: { code: 'keychain-timeout' } })),
        )
      },
    )
  })
})
