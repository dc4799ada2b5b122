import { fail } from '../../core/failure.ts'
import type { LockView } from '../../core/lock.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { AppLock } from '../../engine/lock/app-lock.ts'

type LockHandlers = {
  readonly 'lock.state': () => Promise<Result<LockView>>
  readonly 'lock.unlock': (input: { readonly passphrase: string }) => Promise<Result<undefined>>
  readonly 'lock.now': () => Promise<Result<undefined>>
  readonly 'lock.set': (input: {
    readonly passphrase: string
    readonly current: string | null
  }) => Promise<Result<undefined>>
  readonly 'lock.remove': (input: { readonly current: string }) => Promise<Result<undefined>>
}

const empty = (answer: Result<void>): Result<undefined> => (answer.ok ? ok(undefined) : answer)

export const createLockHandlers = (lock: AppLock): LockHandlers => ({
  'lock.state': async () => ok(lock.view()),
  'lock.unlock': async ({ passphrase }) => empty(await lock.unlock(passphrase)),
  'lock.now': async () => (lock.lock() ? ok(undefined) : err(fail('usage', { about: 'lock.now' }))),
  'lock.set': async ({ passphrase, current }) => empty(await lock.set(passphrase, current)),
  'lock.remove': async ({ current }) => empty(await lock.remove(current)),
})
