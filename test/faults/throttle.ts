import type { Random } from '../portal/random.ts'
import { type FaultOptions, note, type Outcome } from './outcome.ts'
import type { Stand } from './stand.ts'
import { struck, uploadUnder } from './upload-under.ts'

/** Faults 14 and 15: 429 with Retry-After as seconds and as a date, and bursts of 503, from the portal and its storage. */
export const throttle = (options: FaultOptions): Promise<Outcome> =>
  uploadUnder(
    {
      shape: { small: 80, large: 4 },
      begin: slowDown,
      tell: (stand, outcome) => note(outcome, 'requests refused', struck(stand)),
    },
    options,
  )

const slowDown = ({ portal }: Stand, random: Random): (() => void) => {
  const burst = (): number => random.between(1, 10)
  for (const blob of [false, true]) {
    const skip = (): number => random.between(0, 40)
    const inSeconds = { 'retry-after': String(random.between(0, 1)) }
    // HTTP dates have whole seconds: this one is between nothing and two seconds away.
    const atTime = { 'retry-after': new Date(Date.now() + random.between(500, 1_500)).toUTCString() }
    portal.faults.add({ blob, skip: skip(), count: burst(), status: 429, headers: inSeconds })
    portal.faults.add({ blob, skip: skip(), count: burst(), status: 429, headers: atTime })
    portal.faults.add({ blob, skip: skip(), count: burst(), status: 503 })
    portal.faults.add({ blob, skip: skip(), count: burst(), status: 503, headers: inSeconds })
  }
  return () => undefined
}
