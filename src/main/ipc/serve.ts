import type { CallSpec } from '../../contract/define.ts'
import { fail, FailureError } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { Log } from '../../engine/ports.ts'
import { framesOf } from '../ports/frames.ts'
import { measure } from './measure.ts'

/** Who asks, as Electron tells it. */
export type Sender = {
  /** The web contents are those of a window this program opened. */
  readonly known: boolean
  /** The main frame of its page, not a frame within. */
  readonly mainFrame: boolean
  /** The frame's address; '' when the frame is gone. */
  readonly url: string
}

export type Specs = Readonly<Record<string, CallSpec>>
/** Each takes its call's parsed input; `never` lets functions of every input stand in one map. */
export type AnyHandlers = Readonly<Record<string, (input: never) => Promise<Result<unknown>>>>

export type ServeOptions = {
  readonly origin: string
  readonly log: Log
  /** Whether a call may be answered now (L1.4). */
  readonly closed?: (name: string) => boolean
}

export type Serve = (sender: Sender, name: unknown, input: unknown) => Promise<Result<unknown>>

/** Bytes of one call's input. The longest message has 20,000 characters, the longest list of ids 1.3 MB. */
export const inputLimit = 4 * 1024 * 1024

/** Only the main frame of a known window, on our own origin; an empty address and about:blank are refused (hardening 11). */
export const isOurs = (sender: Sender, origin: string): boolean =>
  sender.known && sender.mainFrame && sender.url.startsWith(`${origin}/`)

/**
 * The one wrapper around every call: sender, size and schema are checked on the way in, and the answer goes through
 * the contract's schema on the way out, which strips what has no place there (a secret has none).
 */
export const createServe = (specs: Specs, handlers: AnyHandlers, options: ServeOptions): Serve => {
  const { log, origin, closed = () => false } = options
  // zod compiles a schema at its first parse, which costs more than the parse: a call's first time, at start-up above
  // all, goes without, and what is asked again is compiled then.
  const asked = new Set<string>()

  const run = async (name: string, spec: CallSpec, input: unknown): Promise<Result<unknown>> => {
    const manner = asked.has(name) ? {} : { jitless: true }
    asked.add(name)
    const given = spec.input.safeParse(input, manner)
    const handler = handlers[name]
    if (!given.success || handler === undefined) {
      return err(fail('usage', { about: name, detail: given.success ? 'no handler' : whereOf(given.error) }))
    }
    try {
      // The handler stands under the same name as the schema that has just passed its input.
      const answer = await handler(given.data as never)
      if (!answer.ok) return answer
      const value = spec.output.safeParse(answer.value, manner)
      if (value.success) return ok(value.data)
      log.error('answer-off-contract', { call: name, where: whereOf(value.error) })
      return err(fail('internal', { about: name }))
    } catch (error) {
      if (error instanceof FailureError) return err(error.failure)
      log.error('call-threw', { call: name, frames: framesOf(error) })
      return err(fail('internal', { about: name }))
    }
  }

  return async (sender, name, input) => {
    if (!isOurs(sender, origin)) {
      log.warn('call-refused', { because: 'sender' })
      return err(fail('forbidden'))
    }
    const spec = typeof name === 'string' && Object.hasOwn(specs, name) ? specs[name] : undefined
    if (typeof name !== 'string' || spec === undefined) return err(fail('usage'))
    const size = measure(input, inputLimit)
    if (size !== 'fits') {
      log.warn('call-refused', { call: name, because: size })
      return err(fail('usage', { about: name, detail: size }))
    }
    if (closed(name)) return err(fail('locked'))
    const answer = await run(name, spec, input)
    // Locked meanwhile: what was asked before is not told after.
    return closed(name) ? err(fail('locked')) : answer
  }
}

/** Where a value departs from its schema: paths and kinds only, never the value. */
const whereOf = (error: {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly code?: string | undefined }[]
}): string =>
  error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.map(String).join('.')} ${issue.code ?? ''}`.trim())
    .join(', ')
