import { z } from 'zod'
import { failure } from '../core/failure.ts'

/** One call from the window to the main process: what goes in, what comes back. Errors are `Failure` values. */
export type CallSpec = { readonly input: z.ZodType; readonly output: z.ZodType }

/** One event from the main process to the window. */
export type EventSpec = { readonly payload: z.ZodType }

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

/** What crosses the bridge as the answer to any call. */
export const answer = <O extends z.ZodType>(output: O) =>
  z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value: output }),
    z.object({ ok: z.literal(false), error: failure }),
  ])
