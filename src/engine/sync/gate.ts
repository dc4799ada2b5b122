import { type Failure, fail } from '../../core/failure.ts'
import { pauseAfter } from '../../core/sync/pause.ts'
import type { PortalContext } from '../context.ts'
import { steadyClock } from '../steady-clock.ts'
import { asResult } from './failures.ts'
import { rest } from './rest.ts'

/** Whether the portal may be asked. */
export type Gate = {
  /** Resolves when it may: online, awake, and after trouble once a probe was answered; or when it is closing (S1.11). */
  pass(): Promise<void>
  /** Notes a failure; the gate closes for as long as it asks. `whole`: nothing else can be asked instead. */
  trouble(failure: Failure, whole: boolean): void
  /** Waits at most `ms`, less when `seen` (taken from `now()` before looking around) was woken since. */
  idle(ms: number, seen: AbortSignal): Promise<void>
  now(): AbortSignal
  wake(): void
  /** The person asked, or the network came back: tries at once, unless the portal itself asked us to wait. */
  retry(): void
  setOnline(online: boolean): void
  setAwake(awake: boolean): void
}

const longTime = 3_600_000

export const createGate = (context: PortalContext, closing: AbortSignal): Gate => {
  const { log } = context.ports
  const clock = steadyClock(context.ports.clock)
  let waking = new AbortController()
  let online = true
  let awake = true
  let failures = 0
  let closedUntil = 0
  let patient = false
  let probing: Promise<void> | undefined

  const wake = (): void => {
    waking.abort()
    waking = new AbortController()
  }
  closing.addEventListener('abort', wake, { once: true })

  const trouble = (failure: Failure, whole: boolean): void => {
    if (closing.aborted || failure.code === 'cancelled') return
    const asked = pauseAfter(failure, failures)
    const pause = asked.kind === 'skip' && whole ? pauseAfter(fail('server-error'), failures) : asked
    if (pause.kind === 'skip') return
    failures += 1
    closedUntil = clock.now() + pause.ms
    patient = failure.code === 'key-refused' || failure.code === 'throttled'
    log.warn('sync.paused', { code: failure.code, ms: pause.ms })
  }

  const probe = async (): Promise<void> => {
    const probed = await asResult(() => context.foyer.me({ signal: closing }))
    if (probed.ok || pauseAfter(probed.error, failures).kind === 'skip') failures = 0
    else trouble(probed.error, true)
    probing = undefined
  }

  return {
    pass: async () => {
      while (!closing.aborted) {
        const seen = waking.signal
        if (!online || !awake) await rest(clock, longTime, seen)
        else if (clock.now() < closedUntil) await rest(clock, closedUntil - clock.now(), seen)
        else if (failures === 0) return
        else await (probing ??= probe())
      }
    },
    trouble,
    idle: (ms, seen) => rest(clock, ms, seen),
    now: () => waking.signal,
    wake,
    retry: () => {
      if (!patient) closedUntil = 0
      wake()
    },
    setOnline: (next) => {
      online = next
      if (next && !patient) closedUntil = 0
      wake()
    },
    setAwake: (next) => {
      awake = next
      wake()
    },
  }
}
