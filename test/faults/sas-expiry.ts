import { type FaultOptions, note, type Outcome } from './outcome.ts'
import { uploadUnder } from './upload-under.ts'

const sasSeconds = 5

/**
 * Fault 7: tokens live 5 s, many small files take longer, and some requests are held up until their token has ended.
 * One run is 40 files over more than one token's life; `--runs 50` are 2,000.
 */
export const sasExpiry = (options: FaultOptions): Promise<Outcome> =>
  uploadUnder(
    {
      sasSeconds,
      shape: { small: 38, large: 2 },
      begin: ({ portal }, random) => {
        // `se` has whole seconds, rounded up: after one second more than its life every token has ended.
        const held = { route: 'PUT /*', blob: true, count: 1, delayMs: (sasSeconds + 1) * 1_000 + 100 }
        portal.faults.add({ ...held, skip: random.between(0, 4) })
        portal.faults.add({ ...held, skip: random.between(5, 15) })
        portal.faults.add({ route: 'PUT /*', blob: true, delayMs: random.between(400, 900) })
        return () => undefined
      },
      tell: ({ portal }, outcome) => {
        const log = portal.log.entries()
        const refused = log.filter(({ service, status }) => service === 'blob' && status === 403)
        note(outcome, 'requests refused for an ended token', refused.length)
        note(outcome, 'tokens fetched', log.filter(({ route }) => route === '/v1/spaces/:id/sas').length)
      },
    },
    options,
  )
