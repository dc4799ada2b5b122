import type { PortalId, PortalView } from '../../core/portal.ts'
import type { Result } from '../../core/result.ts'
import type { Settings } from '../../core/settings.ts'
import type { SpaceSummary } from '../../core/space.ts'
import { foyer, settle } from '../lib/foyer.ts'

/** Something that was asked for before the first component existed. */
export type FirstRead<T> = {
  /** The answer, if it came before anybody rendered; handed out once. */
  readonly known: () => Result<T> | undefined
  /** The question under way, once; after that the question anew. */
  readonly ask: () => Promise<Result<T>>
}

export type FirstReads = {
  readonly portals: FirstRead<PortalView[]>
  readonly settings: FirstRead<Settings>
  readonly spaces: (portalId: PortalId) => FirstRead<SpaceSummary[]>
  /** Resolves when all of them are answered, or when waiting longer would be felt. */
  readonly ready: Promise<unknown>
}

/** Longer than an archive takes to answer; short enough not to be noticed where it is the keychain that is slow. */
const patienceMs = 150

/** Starts `portals.list`, `settings.get` and the last portal's `spaces.list` at once. */
export const startReading = (lastPortal: string | null): FirstReads => {
  const portals = begin(() => foyer()['portals.list'](undefined))
  const settings = begin(() => foyer()['settings.get'](undefined))
  const askSpaces = (portalId: PortalId) => () => foyer()['spaces.list']({ portalId })
  const last = lastPortal as PortalId | null
  const spaces = last === null ? undefined : begin(askSpaces(last))
  const patience = new Promise((resolve) => setTimeout(resolve, patienceMs))
  return {
    portals,
    settings,
    spaces: (portalId) =>
      spaces !== undefined && portalId === last
        ? { ask: spaces.ask, known: () => good(spaces.known()) }
        : { known: () => undefined, ask: askSpaces(portalId) },
    ready: Promise.race([Promise.all([portals.answer, settings.answer, spaces?.answer]), patience]),
  }
}

/** A failure at the start may be over when the list is shown at last: the window was locked until then, say. */
const good = <T>(answer: Result<T> | undefined): Result<T> | undefined =>
  answer?.ok === true ? answer : undefined

const begin = <T>(
  question: () => Promise<Result<T>>,
): FirstRead<T> & { readonly answer: Promise<unknown> } => {
  let under: Promise<Result<T>> | undefined = settle(question())
  let answer: Result<T> | undefined
  return {
    answer: under.then((given) => {
      answer = given
    }),
    known: () => {
      const taken = answer
      if (taken !== undefined) under = undefined
      answer = undefined
      return taken
    },
    ask: () => {
      const taken = under
      under = undefined
      return taken ?? question()
    },
  }
}
