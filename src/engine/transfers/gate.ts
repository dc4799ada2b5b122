import { type Failure, fail } from '../../core/failure.ts'
import { err, type Result } from '../../core/result.ts'
import { backoffMs } from '../../core/retry.ts'
import { isSilence, maxAttempts, reactionTo, silentRequests } from '../../core/transfers/reaction.ts'
import type { Clock, Random } from '../ports.ts'
import { steadyClock } from '../steady-clock.ts'
import { isAborted } from './aborted.ts'
import type { TransferOptions } from './options.ts'

type Server = 'portal' | 'storage'

/** T1.60–T1.62: every request of a portal's transfers goes through one gate, which closes while nothing can go on. */
export type Gate = {
  /**
   * Runs `work`, again and again while its failures pass by themselves: without end for what keeps the whole portal
   * waiting, a few times for the rest. `creates`: a failure that is `unsure` is answered at once, for the caller to look.
   * `asks`: whom `work` speaks to; the portal when absent.
   */
  run<T>(
    work: () => Promise<Result<T>>,
    signal: AbortSignal,
    options?: {
      readonly asks?: Server
      readonly creates?: boolean
      readonly again?: (failure: Failure) => boolean
    },
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
  /** Asks the portal for next to nothing, to learn whether anybody answers. */
  readonly knock: (signal: AbortSignal) => Promise<Result<unknown>>
}): Gate => {
  const { random, options } = tools
  const clock = steadyClock(tools.clock)
  let hold: Hold | null = null
  let probe: Promise<void> | null = null
  let awake = new AbortController()
  /** The requests that got no answer since the server last gave one. */
  const silent = { portal: new Set<symbol>(), storage: new Set<symbol>() }

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

  const isOutage = (asks: Server): boolean => silent[asks].size >= silentRequests

  /** What the failure means here and now; counts who got no answer. */
  const weigh = (error: Failure, asks: Server, request: symbol): Failure => {
    if (!isSilence(error)) {
      if (error.code !== 'cancelled' && reactionTo(error) !== 'wait') silent[asks].clear()
      return error
    }
    silent[asks].add(request)
    return isOutage(asks) ? { ...error, code: 'unreachable' } : error
  }

  /** Closes the gate when nobody else answers either: it was not this request's own trouble. */
  const isOnlyOne = async (signal: AbortSignal): Promise<boolean> => {
    const heard = await tools.knock(signal)
    if (heard.ok) return true
    const failure: Failure = isSilence(heard.error) ? { ...heard.error, code: 'unreachable' } : heard.error
    if (reactionTo(failure) !== 'wait') return true
    settle(err(failure))
    return false
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
    run: async (work, signal, { asks = 'portal', creates = false, again = () => false } = {}) => {
      const request = Symbol('request')
      for (let tries = 1; ;) {
        const done = await pass(signal)
        if (signal.aborted) {
          done?.()
          return err(fail('cancelled'))
        }
        let result
        try {
          const answer = await work()
          if (answer.ok) silent[asks].clear()
          result = answer.ok ? answer : err(weigh(answer.error, asks, request))
          settle(result)
        } finally {
          done?.()
        }
        if (result.ok || isAborted(signal)) return result
        if (creates && result.error.unsure === true) return result
        const reaction = again(result.error) ? 'retry' : reactionTo(result.error)
        if (reaction === 'wait') {
          tries = 1
          continue
        }
        if (reaction !== 'retry') return result
        if (tries >= maxAttempts) {
          if (!isSilence(result.error)) return result
          const failed = await isOnlyOne(signal)
          if (isAborted(signal)) return err(fail('cancelled'))
          if (failed) return result
          tries = 1
          continue
        }
        const wait = backoffMs(tries, random.number(), { baseMs: options.backoffMs * 2, capMs: 15_000 })
        if (!(await pause(wait, signal))) return err(fail('cancelled'))
        // Others found meanwhile that it was an outage: this try is taken back with the rest.
        if (!(isSilence(result.error) && isOutage(asks))) tries += 1
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
