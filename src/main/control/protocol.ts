// docs/specs/control.md: what goes over the channel. Its calls are the window's, by the same schemas.
import { z } from 'zod'
import type { CallSpec } from '../../contract/define.ts'
import { transferCalls } from '../../contract/transfers.ts'
import { failure } from '../../core/failure.ts'

/** N1.3: another number is another language. */
export const controlVersion = 1

export const controlCalls = {
  'transfers.list': transferCalls['transfers.list'],
  'transfers.pause': transferCalls['transfers.pause'],
  'transfers.resume': transferCalls['transfers.resume'],
  'transfers.cancel': transferCalls['transfers.cancel'],
} as const satisfies Readonly<Record<string, CallSpec>>

type Calls = typeof controlCalls
export type ControlCall = keyof Calls
export type ControlInput<K extends ControlCall> = z.input<Calls[K]['input']>
export type ControlOutput<K extends ControlCall> = z.output<Calls[K]['output']>

/** The line of whoever listens, before any other. */
export const hello = z.object({ foyerDesktop: z.number().int() })

export const request = z.object({ id: z.number().int(), call: z.string(), input: z.unknown().optional() })
export type Request = z.infer<typeof request>

export const reply = z.object({
  id: z.number().int(),
  answer: z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value: z.unknown().optional() }),
    z.object({ ok: z.literal(false), error: failure }),
  ]),
})
export type Reply = z.infer<typeof reply>

/** Bytes of one line: a question is short, a list may be of ten thousand jobs. */
export const longestRequest = 64 * 1024
export const longestReply = 32 * 1024 * 1024

export const parseLine = <T>(schema: z.ZodType<T>, line: string): T | undefined => {
  try {
    const parsed = schema.safeParse(JSON.parse(line))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
