// Runs a command as if somebody sat at a desktop: with a display and, headless, with a keyring, both private to
// this run. Everything that was started is stopped at the end, also when a signal ends it.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDisplay } from './display.ts'
import { besideKeyring, keyringCanRun } from './keyring.ts'
import { repository } from './repository.ts'

export type DesktopOptions = {
  /** A virtual display and a private keyring, whether or not this machine has its own. */
  readonly headless: boolean
  readonly env?: NodeJS.ProcessEnv
}

/** Runs the command to its end and returns its exit status. Its output goes to this terminal. */
export const withDesktop = async (
  command: string,
  args: readonly string[],
  options: DesktopOptions,
): Promise<number> => {
  const env = { ...process.env, ...options.env }
  if (process.platform !== 'linux' || !options.headless) return runUnderSignals(command, args, env)
  const folder = await mkdtemp(join(tmpdir(), 'foyer-'))
  try {
    const display = await startDisplay()
    try {
      // Temporary folders go into ours, so that they vanish even when a signal left no time for tidying up.
      const temporary = join(folder, 'tmp')
      await mkdir(temporary, { mode: 0o700 })
      const withDisplay = {
        ...env,
        DISPLAY: display.name,
        WAYLAND_DISPLAY: undefined,
        XAUTHORITY: undefined,
        TMPDIR: temporary,
      }
      if (!(await keyringCanRun())) {
        console.error('No dbus-run-session or gnome-keyring here: going on without a keyring.')
        const withoutBus = { ...withDisplay, DBUS_SESSION_BUS_ADDRESS: undefined }
        return await runUnderSignals(command, args, withoutBus)
      }
      const wrapped = await besideKeyring(folder, command, args)
      return await runUnderSignals(wrapped.command, wrapped.args, { ...withDisplay, ...wrapped.env })
    } finally {
      await display.stop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}

/** True where a keychain can answer: without a session bus, Linux keychain calls hang for ever. */
export const hasKeychain = (): boolean =>
  process.platform !== 'linux' || (process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '') !== ''

/** True where a window can be shown to somebody. */
export const hasDesktop = (): boolean =>
  process.platform !== 'linux' ||
  (process.env['DISPLAY'] ?? '') !== '' ||
  (process.env['WAYLAND_DISPLAY'] ?? '') !== ''

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const GRACE_MS = 8_000

const runUnderSignals = (
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<number> => {
  // A group of its own, so that one signal reaches the command with all its children, once.
  const grouped = process.platform !== 'win32'
  const child = spawn(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    cwd: repository,
    env,
    detached: grouped,
  })
  let patience: NodeJS.Timeout | undefined
  const pass = (signal: NodeJS.Signals): void => {
    signalGroup(child, grouped, signal)
    patience ??= setTimeout(() => signalGroup(child, grouped, 'SIGKILL'), GRACE_MS)
  }
  for (const signal of forwarded) process.on(signal, pass)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      clearTimeout(patience)
      for (const name of forwarded) process.off(name, pass)
      // What the command left running in its group has nobody to serve any more.
      signalGroup(child, grouped, 'SIGKILL')
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]))
    })
  })
}

const signalGroup = (child: ChildProcess, grouped: boolean, signal: NodeJS.Signals): void => {
  if (child.pid === undefined) return
  try {
    process.kill(grouped ? -child.pid : child.pid, signal)
  } catch (error) {
    // ESRCH: all of them are gone already, which is what the signal is for.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
