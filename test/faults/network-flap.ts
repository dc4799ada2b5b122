import type { Random } from '../portal/random.ts'
import { type FaultOptions, note, type Outcome } from './outcome.ts'
import type { Stand } from './stand.ts'
import { struck, uploadUnder } from './upload-under.ts'

/** Faults 16 and 19: for stretches, connections to the portal and to its storage are cut, each kind at another point. */
export const networkFlap = (options: FaultOptions): Promise<Outcome> =>
  uploadUnder(
    {
      shape: { small: 100, large: 6 },
      begin: flap,
      tell: (stand, outcome) => note(outcome, 'connections cut', struck(stand)),
    },
    options,
  )

const flap = ({ portal }: Stand, random: Random): (() => void) => {
  let timer: NodeJS.Timeout | undefined
  const down = (): void => {
    portal.faults.add({ cut: random.pick(['before', 'after', 'middle'] as const) })
    portal.faults.add({ blob: true, cut: random.pick(['before', 'body', 'after', 'middle'] as const) })
    timer = setTimeout(up, random.between(50, 600))
  }
  const up = (): void => {
    portal.faults.clear()
    timer = setTimeout(down, random.between(50, 400))
  }
  timer = setTimeout(down, random.between(0, 150))
  return () => clearTimeout(timer)
}
