import { z } from 'zod'

// Apart from the rules in config.ts, which the window uses and which bring no schemas there.

export const config = z.record(z.string(), z.unknown())

export const difference = z.object({
  path: z.array(z.string()),
  kind: z.enum(['added', 'changed', 'removed']),
  from: z.unknown(),
  to: z.unknown(),
})
