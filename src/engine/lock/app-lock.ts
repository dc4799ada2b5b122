import { scrypt, timingSafeEqual } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { fail } from '../../core/failure.ts'
import { keptLock, waitAfter, waitLeft, type KeptLock, type LockView } from '../../core/lock.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { Clock, Random } from '../ports.ts'
import { replaceFile } from '../disk/replace-file.ts'

export type AppLock = {
  view(): LockView
  locked(): boolean
  /** Failures: `wrong-passphrase`; `lock-wait` with `retryAfterMs` in milliseconds. */
  unlock(passphrase: string): Promise<Result<void>>
  /** False where there is no passphrase to open it again. */
  lock(): boolean
  /** A first passphrase, or another one; `current` is the one there is. */
  set(passphrase: string, current: string | null): Promise<Result<void>>
  remove(current: string): Promise<Result<void>>
}

export type AppLockPlace = {
  /** `lock.json` of the profile. */
  readonly path: string
  readonly clock: Pick<Clock, 'now'>
  readonly random: Pick<Random, 'bytes'>
  readonly changed: (view: LockView) => void
}

/** L1.2: about a tenth of a second and 32 MB for each try. */
const cost = { n: 32_768, r: 8, p: 1 } as const

const hashed = (
  passphrase: string,
  { n, r, p, salt }: Pick<KeptLock, 'n' | 'r' | 'p' | 'salt'>,
): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const options = { N: n, r, p, maxmem: 256 * n * r }
    scrypt(passphrase.normalize('NFKC'), Buffer.from(salt, 'hex'), 32, options, (error, key) => {
      if (error === null) resolve(key)
      else reject(error)
    })
  })

/** L1.2: undefined: there is no lock; 'damaged': there is one that nothing opens. */
const read = async (path: string): Promise<KeptLock | 'damaged' | undefined> => {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? undefined : 'damaged'
  }
  try {
    const parsed = keptLock.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : 'damaged'
  } catch {
    return 'damaged'
  }
}

/** The lock before the window (docs/specs/lock.md), closed from the first where there is one. */
export const openAppLock = async ({ path, clock, random, changed }: AppLockPlace): Promise<AppLock> => {
  let kept = await read(path)
  let locked = kept !== undefined
  let last: Promise<unknown> = Promise.resolve()

  const view = (): LockView => {
    const left = kept === undefined || kept === 'damaged' ? 0 : waitLeft(kept, clock.now())
    return { enabled: kept !== undefined, locked, waitUntil: left === 0 ? null : clock.now() + left }
  }
  const keep = async (next: KeptLock): Promise<void> => {
    await replaceFile(path, JSON.stringify(next))
    kept = next
  }
  /** L1.8: one after another, so that a hundred tries at once are a hundred tries. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work)
    last = turn.catch(() => undefined)
    return turn
  }

  const check = async (passphrase: string): Promise<Result<void>> => {
    if (kept === undefined) return ok(undefined)
    if (kept === 'damaged') return err(fail('wrong-passphrase'))
    const left = waitLeft(kept, clock.now())
    if (left > 0) return err({ ...fail('lock-wait'), retryAfterMs: left })
    // Counted before it is looked at: a program ended in the middle of a try has made it.
    const wrong = kept.wrong + 1
    await keep({ ...kept, wrong, waitUntil: clock.now() + waitAfter(wrong) })
    const right = timingSafeEqual(await hashed(passphrase, kept), Buffer.from(kept.hash, 'hex'))
    if (!right) {
      changed(view())
      return err(fail('wrong-passphrase'))
    }
    await keep({ ...kept, wrong: 0, waitUntil: 0 })
    return ok(undefined)
  }

  return {
    view,
    locked: () => locked,
    lock: () => {
      if (kept === undefined) return false
      if (!locked) {
        locked = true
        changed(view())
      }
      return true
    },
    unlock: (passphrase) =>
      inTurn(async () => {
        const right = await check(passphrase)
        if (right.ok && locked) {
          locked = false
          changed(view())
        }
        return right
      }),
    set: (passphrase, current) =>
      inTurn(async () => {
        const allowed = await check(current ?? '')
        if (!allowed.ok) return allowed
        const salt = Buffer.from(random.bytes(16)).toString('hex')
        const hash = (await hashed(passphrase, { ...cost, salt })).toString('hex')
        await keep({ version: 1, ...cost, salt, hash, wrong: 0, waitUntil: 0 })
        changed(view())
        return ok(undefined)
      }),
    remove: (current) =>
      inTurn(async () => {
        const allowed = await check(current)
        if (!allowed.ok) return allowed
        await rm(path, { force: true })
        kept = undefined
        changed(view())
        return ok(undefined)
      }),
  }
}
