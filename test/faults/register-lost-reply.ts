import { type FaultOptions, note, type Outcome } from './outcome.ts'
import { struck, uploadUnder } from './upload-under.ts'

/** Fault 5: the portal registers files and folders, and one reply in four is lost on the way. */
export const registerLostReply = (options: FaultOptions): Promise<Outcome> =>
  uploadUnder(
    {
      shape: { small: 60, large: 2 },
      begin: ({ portal }, random) => {
        for (let count = 0; count < 16; count += 1) {
          const skip = random.between(0, 5)
          portal.faults.add({ route: 'POST /v1/spaces/:id/files', skip, count: 1, cut: 'after' })
        }
        return () => undefined
      },
      tell: (stand, outcome) => note(outcome, 'replies lost', struck(stand)),
    },
    options,
  )
