import { z } from 'zod'

/**
 * Why nothing is asked of Foundry just now, and until when, ms since the epoch: `pace` is our own limit, `busy` was asked
 * for by Foundry, `down` is the pause before a request that failed goes again.
 */
export const foundryWait = z.object({ until: z.number(), why: z.enum(['pace', 'busy', 'down']) })
export type FoundryWait = Readonly<z.infer<typeof foundryWait>>
