import { z } from 'zod'

/** One call from the window to the main process: what goes in, what comes back. Errors are `Failure` values. */
export type CallSpec = { readonly input: z.ZodType; readonly output: z.ZodType }

export const call = <I extends z.ZodType, O extends z.ZodType>(
  input: I,
  output: O,
): { input: I; output: O } => ({
  input,
  output,
})

export const event = <P extends z.ZodType>(payload: P): { payload: P } => ({ payload })

/** For calls that take or give nothing. */
export const nothing = z.undefined()
