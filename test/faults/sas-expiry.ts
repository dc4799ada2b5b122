import { type FaultOptions, note, type Outcome } from './outcome.ts'
import { uploadUnder } from './upload-under.ts'

const sasSeconds = 5
const refused = 'requests refused for an ended token'

/**
 * Fault 7: tokens live 5 s, many small files take longer, and some requests are held up until their token has ended.
 * One run is 40 files over more than one token's life; `--runs 50` are 2,000. Each run must meet an expiry.
 */
export const sasExpiry = async (options: FaultOptions): Promise<Outcome> => {
  const outcome = await uploadUnder(
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
      tell: ({ portal }, told) => {
        const log = portal.log.entries()
        note(told, refused, log.filter(({ service, status }) => service === 'blob' && status === 403).length)
        note(told, 'tokens fetched', log.filter(({ route }) => route === '/v1/spaces/:id/sas').length)
      },
    },
    options,
  )
  const expiries = outcome.notes[refused] ?? 0
  if (expiries < options.runs) outcome.broken.push(`Only ${expiries} tokens ended in ${options.runs} runs`)
  return outcome
}
