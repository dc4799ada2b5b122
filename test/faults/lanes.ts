import { type FaultOptions, noDamage, type Outcome } from './outcome.ts'

const most = 5
const perLane = 10

/**
 * Shares the runs of a fault among lanes that work side by side, each with a portal of its own: most of a run is waiting.
 * How many there are follows from `runs`, and each lane's seed from the seed, so that a run can be repeated.
 */
export const inLanes = async (
  { runs, seed }: FaultOptions,
  work: (share: FaultOptions, outcome: Outcome) => Promise<void>,
): Promise<Outcome> => {
  const outcome = noDamage(runs)
  const count = Math.min(most, Math.max(1, Math.floor(runs / perLane)))
  const lanes = Array.from({ length: count }, (_, lane) => {
    const share = Math.floor(runs / count) + (lane < runs % count ? 1 : 0)
    return work({ runs: share, seed: seed + lane * 1_000_003 }, outcome)
  })
  await Promise.all(lanes)
  return outcome
}
