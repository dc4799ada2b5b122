import { type Failure, fail } from '../../core/failure.ts'
import { err, type Result } from '../../core/result.ts'
import { backoffMs } from '../../core/retry.ts'
import { maxAttempts, reactionTo } from '../../core/transfers/reaction.ts'
import type { Clock, Random } from '../ports.ts'
import { steadyClock } from '../steady-clock.ts'
import { isAborted } from './aborted.ts'
import type { TransferOptions } from './options.ts'

/** T1.60–T1.62: every request of a portal's transfers goes through one gate, which closes while nothing can go on. */
export type Gate = {
  /**
   * Runs `work`, again and again while its failures pass by themselves: without end for what keeps the whole portal
   * waiting, a few times for the rest. `creates`: a failure that is `unsure` is answered at once, for the caller to look.
   */
  run<T>(
    work: () => Promise<Result<T>>,
    signal: AbortSignal,
    options?: { readonly creates?: boolean; readonly again?: (failure: Failure) => boolean },
  ): Promise<Result<T>>
  /** Why everything waits, or null. */
  waitingFor(): Failure | null
  /** When the next try is due, in ms since the epoch; null while nothing waits. */
  waitingUntil(): number | null
  /** Ends the wait now: the network is back, or the key was replaced. */
  wake(): void
}

/** Failures of a line or a server that is asked too much at once. */
const isStrain = ({ code }: Failure): boolean =>
  code === 'throttled' || code === 'timed-out' || code === 'server-error' || code === 'unreachable'

type Hold = { readonly because: Failure; readonly until: number; readonly tries: number }

export const createGate = (tools: {
  readonly clock: Clock
  readonly random: Random
  readonly options: TransferOptions
  readonly onChange: () => void
  /** Told of each request that failed in a way that fewer at once may cure (T1.80). */
  readonly onTrouble: () => void
}): Gate => {
  const { random, options } = tools
  const clock = steadyClock(tools.clock)
  let hold: Hold | null = null
  let probe: Promise<void> | null = null
  let awake = new AbortController()

  const setHold = (next: Hold | null): void => {
    const changed = hold?.because.code !== next?.because.code || hold?.until !== next?.until
    hold = next
    if (changed) tools.onChange()
  }

  const pause = async (ms: number, signal: AbortSignal): Promise<boolean> => {
    if (signal.aborted) return false
    const either = new AbortController()
    const end = (): void => either.abort()
    const wakeup = awake.signal
    signal.addEventListener('abort', end, { once: true })
    wakeup.addEventListener('abort', end, { once: true })
    try {
      await clock.sleep(ms, either.signal)
    } catch (error) {
      if (!either.signal.aborted) throw error
    } finally {
      signal.removeEventListener('abort', end)
      wakeup.removeEventListener('abort', end)
    }
    return !signal.aborted
  }

  /** Waits until requests may go; answers a function to call after the request when this one is the probe. */
  const pass = async (signal: AbortSignal): Promise<(() => void) | null> => {
    for (;;) {
      if (hold === null || signal.aborted) return null
      if (probe !== null) {
        await probe
        continue
      }
      const left = hold.until - clock.now()
      if (left > 0) {
        await pause(left, signal)
        // Woken early: the time is not up, but the probe may go.
        if (!awake.signal.aborted) continue
        awake = new AbortController()
      }
      let done = (): void => undefined
      probe = new Promise((resolve) => {
        done = () => {
          probe = null
          resolve()
        }
      })
      return done
    }
  }

  const waitOf = (failure: Failure, tries: number): number => {
    if (failure.code === 'key-refused') return options.keyProbeMs
    const ceiling = Math.min(options.longestWaitMs, options.backoffMs * 2 ** tries)
    return Math.max(failure.retryAfterMs ?? 0, ceiling / 2 + (random.number() * ceiling) / 2)
  }

  /** An answer to what was under way before the hold began does not end it: a Retry-After is kept to. */
  const release = (): void => {
    if (hold !== null && hold.until <= clock.now()) setHold(null)
  }

  const settle = (result: Result<unknown>): void => {
    if (result.ok) {
      release()
      return
    }
    const { error } = result
    if (error.code === 'cancelled') return
    if (isStrain(error)) tools.onTrouble()
    if (reactionTo(error) !== 'wait') {
      if (reactionTo(error) === 'fail') release()
      return
    }
    // Workers that failed together count as one try.
    if (hold !== null && hold.until > clock.now()) return
    const tries = (hold?.tries ?? 0) + 1
    setHold({ because: error, until: clock.now() + waitOf(error, tries), tries })
  }

  return {
    run: async (work, signal, { creates = false, again = () => false } = {}) => {
      for (let tries = 1; ;) {
        const done = await pass(signal)
        if (signal.aborted) {
          done?.()
          return err(fail('cancelled'))
        }
        let result
        try {
          result = await work()
          settle(result)
        } finally {
          done?.()
        }
        if (result.ok || isAborted(signal)) return result
        if (creates && result.error.unsure === true) return result
        const reaction = again(result.error) ? 'retry' : reactionTo(result.error)
        if (reaction === 'wait') continue
        if (reaction !== 'retry' || tries >= maxAttempts) return result
        const wait = backoffMs(tries, random.number(), { baseMs: options.backoffMs * 2, capMs: 15_000 })
        if (!(await pause(wait, signal))) return err(fail('cancelled'))
        tries += 1
      }
    },
    waitingFor: () => hold?.because ?? null,
    waitingUntil: () => (hold === null ? null : tools.clock.now() + hold.until - clock.now()),
    wake: () => {
      if (hold === null) return
      hold = { ...hold, until: clock.now() }
      awake.abort()
    },
  }
}
