import type { z } from 'zod'
import { type Failure, type FailureCode, fail } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'

/** An answer of the portal, or of something that stands in its way. */
export type Answer = { readonly status: number; readonly body: string }

/** Reads an answer: the envelope's `result` in the shape asked for, or why not. Failures never quote what was read. */
export const readAnswer = <T>(answer: Answer, schema: z.ZodType<T>, about: string): Result<T> => {
  const { status } = answer
  if (status < 200 || status > 299) return err(refusalOf(answer, about))
  const body = parseJson(answer.body)
  if (body === undefined) return err(fail('not-json', { about, status }))
  const parsed = schema.safeParse(resultOf(body))
  if (parsed.success) return ok(parsed.data)
  // Only where it differs, never what was there: an answer holds people's words.
  const path = ['result', ...(parsed.error.issues[0]?.path ?? [])].map(String).join('.')
  return err(fail('unexpected-answer', { about, status, detail: path }))
}

const refusalOf = (answer: Answer, about: string): Failure => {
  const detail = wordsOf(parseJson(answer.body))
  const more = { about, status: answer.status, ...(detail === undefined ? {} : { detail }) }
  return fail(codeOf(answer.status), more)
}

const codeOf = (status: number): FailureCode => {
  if (status < 200) return 'unexpected-answer'
  if (status < 400) return 'redirected'
  if (status >= 500) return 'server-error'
  switch (status) {
    case 401:
      return 'key-refused'
    case 403:
      return 'forbidden'
    case 404:
    case 410:
      return 'not-found'
    case 407:
      return 'proxy'
    case 408:
      return 'timed-out'
    case 429:
      return 'throttled'
    default:
      return 'invalid'
  }
}

/** The server's own words: `{"result":{"message"}}`, or a message at the top. Other bodies (a proxy's page) say nothing. */
const wordsOf = (body: unknown): string | undefined => {
  for (const holder of [resultOf(body), body]) {
    if (typeof holder === 'object' && holder !== null && 'message' in holder) {
      if (typeof holder.message === 'string' && holder.message.trim() !== '') return holder.message.trim()
    }
  }
  return undefined
}

const resultOf = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && 'result' in body ? body.result : undefined

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    // A page instead of JSON is expected of captive portals and proxies; anything else thrown here is a bug.
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
