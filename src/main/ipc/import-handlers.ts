import type { z } from 'zod'
import type { CallName, Calls, EventPayload } from '../../contract/index.ts'
import { fail } from '../../core/failure.ts'
import type { FoundryConnection } from '../../core/foundry/connection.ts'
import type { ImportChoices } from '../../core/people/import-row.ts'
import type { ImportId, ImportView, ReadingId, ReadingProgress } from '../../core/people/import-views.ts'
import type { PortalId } from '../../core/portal.ts'
import { err, ok, type Result } from '../../core/result.ts'
import { csvSource, foundrySource, previewCsv, type Source, tableView } from '../../engine/people/sources.ts'
import type { PortalEngine } from '../../engine/portal.ts'
import type { Drops } from './drops.ts'
import { tellingWaits, type WithPortal } from './foundry-waits.ts'

type Input<K extends CallName> = z.output<Calls[K]['input']>

export type ImportDesk = {
  readonly drops: Drops
  readonly withPortal: WithPortal
  readonly saveText: (
    name: string,
    pieces: AsyncIterable<string>,
  ) => Promise<Result<{ readonly saved: boolean }>>
  readonly reading: (payload: EventPayload<'imports.reading'>) => void
  readonly foundryWaits: (payload: EventPayload<'foundry.waiting'>) => void
}

type How = { readonly signal: AbortSignal; readonly tell: (progress: ReadingProgress) => void }

/** The calls of imports of people, and of the connection to EVERFI Foundry. */
export const createImportHandlers = (desk: ImportDesk) => {
  const { drops, withPortal, saveText, reading } = desk
  const withFoundry = tellingWaits(withPortal, desk.foundryWaits)
  const readings = new Map<ReadingId, AbortController>()

  /** Reads a source and plans its import; both can be stopped, and tell how far they have come. */
  const plan = async (
    { portalId, readingId, choices }: { portalId: PortalId; readingId: ReadingId; choices: ImportChoices },
    source: (portal: PortalEngine, how: How) => Promise<Result<Source>>,
  ): Promise<Result<ImportView>> => {
    readings.get(readingId)?.abort()
    const controller = new AbortController()
    readings.set(readingId, controller)
    const { signal } = controller
    const tell = (progress: ReadingProgress): void => reading({ readingId, ...progress })
    try {
      return await withFoundry(portalId, async (portal) => {
        const read = await source(portal, { signal, tell })
        if (signal.aborted) return err(fail('cancelled'))
        if (!read.ok) return read
        const { length } = read.value.rows
        tell({ stage: 'portal', read: length, total: length })
        return portal.imports.plan({ ...read.value, choices }, signal)
      })
    } finally {
      if (readings.get(readingId) === controller) readings.delete(readingId)
    }
  }

  const change = (
    { portalId, importId }: { readonly portalId: PortalId; readonly importId: ImportId },
    verb: 'start' | 'pause' | 'cancel' | 'retryFailed' | 'remove',
  ) => nothing(withPortal(portalId, (portal) => portal.imports[verb](importId)))

  return {
    'imports.list': ({ portalId }: Input<'imports.list'>) =>
      withPortal(portalId, async (portal) => ok(await portal.imports.list())),
    'imports.view': ({ portalId, importId }: Input<'imports.view'>) =>
      withPortal(portalId, (portal) => portal.imports.view(importId)),
    'imports.rows': ({ portalId, importId, ...page }: Input<'imports.rows'>) =>
      withPortal(portalId, async (portal) => ok(await portal.imports.rows(importId, page))),
    'imports.table': ({ dropId, reading: how }: Input<'imports.table'>) =>
      drops.look(dropId, async ([path = '']) => {
        const preview = await previewCsv(path, how)
        return preview.ok ? ok(tableView(path, preview.value)) : preview
      }),
    'imports.planTable': ({ dropId, table, ...input }: Input<'imports.planTable'>) =>
      drops.look(dropId, ([path = '']) => plan(input, () => csvSource(path, table))),
    'imports.planFoundry': ({ people, ...input }: Input<'imports.planFoundry'>) =>
      plan(input, (portal, { signal, tell }) =>
        foundrySource(portal.foundry, people, {
          signal,
          onProgress: (read, total) => tell({ stage: 'source', read, total }),
        }),
      ),
    'imports.stopReading': async ({ readingId }: Input<'imports.stopReading'>) => {
      readings.get(readingId)?.abort()
      return ok(undefined)
    },
    'imports.replan': ({ portalId, importId, choices }: Input<'imports.replan'>) =>
      withPortal(portalId, (portal) => portal.imports.replan(importId, choices)),
    'imports.decide': ({ portalId, importId, key, decision }: Input<'imports.decide'>) =>
      withPortal(portalId, (portal) => portal.imports.decide(importId, key, decision)),
    'imports.start': (input: Input<'imports.start'>) => change(input, 'start'),
    'imports.pause': (input: Input<'imports.pause'>) => change(input, 'pause'),
    'imports.cancel': (input: Input<'imports.cancel'>) => change(input, 'cancel'),
    'imports.retryFailed': (input: Input<'imports.retryFailed'>) => change(input, 'retryFailed'),
    'imports.remove': (input: Input<'imports.remove'>) => change(input, 'remove'),
    'imports.report': ({ portalId, importId, words }: Input<'imports.report'>) =>
      withPortal(portalId, (portal) => saveText('import.csv', portal.imports.report(importId, words))),

    'foundry.connection': ({ portalId }: Input<'foundry.connection'>) =>
      withPortal(portalId, async (portal) => {
        const connection = await portal.foundry.connection()
        return ok({ connection: connection === null ? null : shown(connection) })
      }),
    'foundry.connect': ({ portalId, settings, ...credentials }: Input<'foundry.connect'>) =>
      withFoundry(portalId, async (portal) => mapped(await portal.foundry.connect(settings, credentials))),
    'foundry.change': ({ portalId, settings }: Input<'foundry.change'>) =>
      withFoundry(portalId, async (portal) => mapped(await portal.foundry.change(settings))),
    'foundry.disconnect': ({ portalId }: Input<'foundry.disconnect'>) =>
      nothing(withPortal(portalId, (portal) => portal.foundry.disconnect())),
    'foundry.choices': ({ portalId }: Input<'foundry.choices'>) =>
      withFoundry(portalId, async (portal) => {
        const client = await portal.foundry.client()
        if (!client.ok) return client
        const locations = await client.value.locations()
        if (!locations.ok) return locations
        const categories = await client.value.categories()
        return categories.ok ? ok({ locations: locations.value, categories: categories.value }) : categories
      }),
  }
}

const shown = ({ settings, clientEnd, connectedAt }: FoundryConnection): FoundryConnection => ({
  ...{ settings, clientEnd, connectedAt },
})

const mapped = (answer: Result<FoundryConnection>): Result<FoundryConnection> =>
  answer.ok ? ok(shown(answer.value)) : answer

const nothing = async (answer: Promise<Result<unknown>>): Promise<Result<undefined>> => {
  const done = await answer
  return done.ok ? ok(undefined) : done
}
