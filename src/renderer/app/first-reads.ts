import type { PortalId, PortalView } from '../../core/portal.ts'
import type { Result } from '../../core/result.ts'
import type { Settings } from '../../core/settings.ts'
import type { SpaceSummary } from '../../core/space.ts'
import { type FirstRead, firstRead } from '../lib/first-read.ts'
import { foyer } from '../lib/foyer.ts'

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
  const portals = firstRead(() => foyer()['portals.list'](undefined))
  const settings = firstRead(() => foyer()['settings.get'](undefined))
  const askSpaces = (portalId: PortalId) => () => foyer()['spaces.list']({ portalId })
  const last = lastPortal as PortalId | null
  const spaces = last === null ? undefined : firstRead(askSpaces(last))
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
