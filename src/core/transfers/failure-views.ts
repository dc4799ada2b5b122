import { z } from 'zod'
import { failure, failureCode } from '../failure.ts'

/** Files of a job that failed for one reason (T1.108). */
export const failureGroup = z.object({
  reason: failureCode,
  count: z.number().int(),
  bytes: z.number(),
  /** The first file's failure, with the other side's own words where there were some. */
  example: failure,
  /** Whether trying again as things are can help. */
  retryable: z.boolean(),
})
export type FailureGroup = Readonly<z.infer<typeof failureGroup>>
