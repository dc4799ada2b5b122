import { connect } from 'node:net'
import { join } from 'node:path'
import type * as KeytarModule from 'keytar'
import { type FailureCode, fail } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { Secrets } from '../../engine/ports.ts'

export type KeychainOptions = {
  /** The name under which the operating system lists our secrets. */
  readonly service: string
  /** Time limit of each call: without an answering D-Bus, or behind an unseen prompt, keytar waits for ever. */
  readonly timeoutMs: number
}

type Keytar = Pick<typeof KeytarModule, 'getPassword' | 'setPassword' | 'deletePassword'>

/** The operating system's keychain. Failures: keychain-missing, keychain-locked, keychain-timeout. */
export const createKeychain = ({ service, timeoutMs }: KeychainOptions): Secrets => {
  const call = createLane(timeoutMs)
  return {
    read: async (account) => {
      const found = await call((keytar) => keytar.getPassword(service, account))
      return found.ok ? ok(found.value ?? undefined) : found
    },
    write: async (account, secret) => {
      const written = await call((keytar) => keytar.setPassword(service, account, secret))
      if (!written.ok) return written
      // Hardening 22: some keychains accept a secret and keep nothing, so it counts only when it can be read back.
      const kept = await call((keytar) => keytar.getPassword(service, account))
      if (!kept.ok) return kept
      return kept.value === secret ? ok(undefined) : err(fail('keychain-locked', { about: service }))
    },
    remove: async (account) => {
      const removed = await call((keytar) => keytar.deletePassword(service, account))
      return removed.ok ? ok(undefined) : removed
    },
  }
}

type Call = <T>(work: (keytar: Keytar) => Promise<T>) => Promise<Result<T>>

/**
 * One call at a time. A call that never ends holds one of the few threads that also serve files and DNS, so while one
 * is stuck the next are answered `keychain-timeout` at once instead of taking another thread each.
 */
const createLane = (timeoutMs: number): Call => {
  let last: Promise<unknown> = Promise.resolve()
  let stuck = false

  const attempt = async <T>(work: (keytar: Keytar) => Promise<T>): Promise<Result<T>> => {
    if (stuck) return err(fail('keychain-timeout'))
    if (!(await hasSessionBus(timeoutMs))) return err(fail('keychain-missing'))
    const keytar = await loadKeytar()
    if (keytar === undefined) return err(fail('keychain-missing'))
    const asked = settle(work(keytar)).finally(() => {
      stuck = false
    })
    stuck = true
    return within(asked, timeoutMs)
  }

  return (work) => {
    const turn = last.then(() => attempt(work))
    last = turn
    return turn
  }
}

/** On Linux the keychain is a D-Bus service; without a session bus libsecret may wait for one for ever. */
const hasSessionBus = (timeoutMs: number): Promise<boolean> => {
  if (process.platform !== 'linux') return Promise.resolve(true)
  const { DBUS_SESSION_BUS_ADDRESS: address = '', XDG_RUNTIME_DIR: runtimeDir = '' } = process.env
  if (address === '') {
    return runtimeDir === '' ? Promise.resolve(false) : isListening(join(runtimeDir, 'bus'), timeoutMs)
  }
  const [, kind, path] = /^unix:(path|abstract)=([^,;]+)/.exec(address) ?? []
  // Another transport, or several addresses: keytar finds out, under the time limit.
  if (path === undefined) return Promise.resolve(true)
  return isListening(kind === 'abstract' ? `\0${path}` : path, timeoutMs)
}

const isListening = (path: string, timeoutMs: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ path, timeout: timeoutMs })
    const conclude = (answer: boolean) => (): void => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', conclude(true)).once('error', conclude(false)).once('timeout', conclude(false))
  })

/** Loaded when first needed: on a Linux without libsecret the native module can't be loaded at all. */
const loadKeytar = async (): Promise<Keytar | undefined> => {
  try {
    const loaded: Keytar & { readonly default?: Keytar } = await import('keytar')
    // Bundlers and Node wrap a CommonJS module differently.
    return loaded.default ?? loaded
  } catch (error) {
    if (error instanceof Error) return undefined
    throw error
  }
}

const settle = async <T>(work: Promise<T>): Promise<Result<T>> => {
  try {
    return ok(await work)
  } catch (error) {
    return err(fail(codeOf(error)))
  }
}

/**
 * keytar's errors have no code. One of them names the D-Bus service that nobody provides, and that name is part of the
 * protocol, not of a sentence; all others (locked, denied, dismissed) mean that a keychain is there and says no.
 * The text goes no further.
 */
const codeOf = (error: unknown): FailureCode =>
  error instanceof Error && error.message.includes('org.freedesktop.secrets')
    ? 'keychain-missing'
    : 'keychain-locked'

const within = <T>(asked: Promise<Result<T>>, timeoutMs: number): Promise<Result<T>> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(err(fail('keychain-timeout'))), timeoutMs)
    asked.then(resolve, reject).finally(() => clearTimeout(timer))
  })
