import type { z } from 'zod'
import type { CallName, CallOutput, Calls, EventPayload } from '../../contract/index.ts'
import type { PortalId } from '../../core/portal.ts'
import { ok, type Result } from '../../core/result.ts'
import type { Settings } from '../../core/settings.ts'
import type { JobId, JobView } from '../../core/transfers/views.ts'
import type { Engine } from '../../engine/engine.ts'
import type { AppLock } from '../../engine/lock/app-lock.ts'
import type { PortalEngine } from '../../engine/portal.ts'
import type { Picture } from '../../engine/transfers/fetch-picture.ts'
import { searchPortals } from '../../engine/reads/search.ts'
import type { DragOut } from '../drag-out.ts'
import { createAppHandlers } from './app-handlers.ts'
import type { Drops } from './drops.ts'
import { createFirstHandlers, type FirstDesk } from './first-handlers.ts'
import { createCompareHandlers, createWatchHandlers, type WatchDesk } from './watch-handlers.ts'
import { createImportHandlers } from './import-handlers.ts'
import { createInboxHandlers } from './inbox-handlers.ts'
import { createPeopleHandlers } from './people-handlers.ts'
import { createLockHandlers } from './lock-handlers.ts'
import { createPinHandlers } from './pin-handlers.ts'
import { createPlanHandlers } from './plan-handlers.ts'
import { createWritingHandlers } from './writing-handlers.ts'

/** What of this computer the handlers need besides the engine. */
export type Desk = FirstDesk & {
  readonly drops: Drops
  readonly dragOut: DragOut
  readonly about: CallOutput<'settings.about'>
  settingsChanged(settings: Settings): void
  openExternal(url: string): Promise<Result<void>>
  readonly lock: AppLock
  /** The folder downloads go to, absolute; null when the person closed the dialog. */
  downloadFolder(choose: boolean): Promise<string | null>
  reveal(path: string): void
  /** Saves text where the person says in a native dialog; `saved` false when they closed it. */
  saveText(name: string, pieces: AsyncIterable<string>): Promise<Result<{ readonly saved: boolean }>>
  /** Opens a file whose kind is safe to open; any other is shown in its folder. */
  openFile(path: string): Promise<void>
  /** Begins the system's drag of files; resolves once it has begun. */
  startDrag(paths: readonly string[]): Promise<void>
  /** A folder of this computer, from the system's dialog; null when the person closed it. */
  chooseFolder(): Promise<string | null>
  compareChanged: WatchDesk['compareChanged']
  uuid(): string
  /** Tells the window how far the walk of a drop has come. */
  readonly planning: (payload: EventPayload<'uploads.planning'>) => void
  /** Tells the window how far the reading of an import's source has come. */
  readonly reading: (payload: EventPayload<'imports.reading'>) => void
  /** Tells the window what something asked of Foundry waits for. */
  readonly foundryWaits: (payload: EventPayload<'foundry.waiting'>) => void
}

/** Views of the engine are read-only; what crosses the bridge is a copy anyway. */
type Readable<T> = unknown extends T
  ? T
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? readonly Readable<Item>[]
      : { readonly [K in keyof T]: Readable<T[K]> }

type Handlers = {
  readonly [K in CallName]: (input: z.output<Calls[K]['input']>) => Promise<Result<Readable<CallOutput<K>>>>
}

/** Every call of the contract onto the engine: one line each, no rule of its own. */
export const createHandlers = (desk: Desk): Handlers => {
  const { settings, drops, dragOut } = desk

  const withEngine = async <T>(
    work: (engine: Engine) => Result<T> | Promise<Result<T>>,
  ): Promise<Result<T>> => {
    const engine = await desk.engine
    return engine.ok ? work(engine.value) : engine
  }
  const withPortal = <T>(
    id: PortalId,
    work: (portal: PortalEngine) => Promise<Result<T>>,
  ): Promise<Result<T>> =>
    withEngine(async (engine) => {
      const portal = await engine.open(id)
      return portal.ok ? work(portal.value) : portal
    })
  const read = <T>(id: PortalId, work: (portal: PortalEngine) => Promise<T> | T): Promise<Result<T>> =>
    withPortal(id, async (portal) => ok(await work(portal)))
  const withJob = (
    input: { readonly portalId: PortalId; readonly jobId: JobId },
    verb: 'pause' | 'resume' | 'cancel' | 'dismiss',
  ): Promise<Result<void>> => withPortal(input.portalId, (portal) => portal.transfers[verb](input.jobId))
  const withFile = (
    input: { readonly portalId: PortalId; readonly jobId: JobId; readonly number: number },
    verb: 'pauseFile' | 'resumeFile' | 'cancelFile',
  ): Promise<Result<void>> =>
    withPortal(input.portalId, (portal) => portal.transfers[verb](input.jobId, input.number))
  const everyPortal = async <T>(
    work: (portal: PortalEngine) => Promise<readonly T[]>,
  ): Promise<Result<readonly T[]>> =>
    withEngine(async (engine) => {
      const ids = engine.portals.list().map((portal) => portal.id)
      const opened = await Promise.all(ids.map((id) => engine.open(id)))
      // A portal whose archive can't be opened says so in `portals.list`; the others answer all the same.
      const answers = await Promise.all(opened.map(async (portal) => (portal.ok ? work(portal.value) : [])))
      return ok(answers.flat())
    })

  const watchDesk: WatchDesk = { ...desk, withPortal, everyPortal }

  return {
    ...createWatchHandlers(watchDesk),
    ...createCompareHandlers(watchDesk),
    ...createInboxHandlers({ withPortal, uuid: () => desk.uuid() }),
    ...createWritingHandlers({
      ...{ withPortal, uuid: () => desk.uuid(), undoMs: () => settings.get().undoSeconds * 1000 },
      saveText: (name, pieces) => desk.saveText(name, pieces),
    }),
    ...createPeopleHandlers({
      ...{
        withPortal,
        uuid: () => desk.uuid(),
        undoMs: () => settings.get().undoSeconds * 1000,
        dataAddress,
      },
    }),
    ...createImportHandlers({
      ...{ drops, withPortal, reading: desk.reading, foundryWaits: desk.foundryWaits },
      saveText: (name, pieces) => desk.saveText(name, pieces),
    }),
    ...createLockHandlers(desk.lock),
    ...createAppHandlers({ drops, withPortal, foundryWaits: desk.foundryWaits }),
    ...createFirstHandlers(desk),
    'portals.connect': (input) => withEngine((engine) => engine.portals.connect(input)),
    'portals.replaceKey': (input) =>
      withEngine((engine) => engine.portals.replaceKey(input.portalId, input.key, input.keeping)),
    'portals.rename': (input) => withEngine((engine) => engine.portals.rename(input.portalId, input.name)),
    'portals.setAccent': (input) =>
      withEngine((engine) => engine.portals.setAccent(input.portalId, input.accent)),
    'portals.setStaffMode': (input) =>
      withEngine((engine) => engine.portals.setStaffMode(input.portalId, input.on)),
    'portals.pending': (input) => read(input.portalId, (portal) => portal.pending()),
    'portals.remove': (input) => empty(withEngine((engine) => engine.portals.remove(input.portalId))),
    'portals.careRead': (input) => empty(withEngine((engine) => engine.portals.careRead(input.portalId))),
    'portals.startAfresh': (input) =>
      empty(withEngine((engine) => engine.portals.startAfresh(input.portalId))),
    'portals.refresh': (input) => empty(read(input.portalId, (portal) => portal.sync.refresh())),

    'spaces.get': (input) => withPortal(input.portalId, (portal) => portal.spaces.get(input.spaceId)),
    'spaces.activity': (input) =>
      read(input.portalId, (portal) => portal.spaces.activity(input.spaceId, input.limit)),
    'spaces.watch': (input) =>
      empty(read(input.portalId, (portal) => portal.spaces.watch(input.spaceId, input.folderId))),
    'spaces.markRead': (input) =>
      empty(read(input.portalId, (portal) => portal.spaces.markRead(input.spaceId, input.upTo))),
    'spaces.markUnread': (input) =>
      empty(read(input.portalId, (portal) => portal.spaces.markUnread(input.spaceId))),

    'messages.page': (input) =>
      read(input.portalId, (portal) => portal.messages.page(input.spaceId, input.before, input.limit)),
    'messages.around': (input) =>
      withPortal(input.portalId, (portal) =>
        portal.messages.around(input.spaceId, input.messageId, input.limit),
      ),
    'messages.outgoing': (input) => read(input.portalId, (portal) => portal.messages.outgoing(input.spaceId)),
    'messages.send': (input) =>
      withPortal(input.portalId, (portal) =>
        portal.messages.send(
          input.spaceId,
          input.content,
          settings.get().undoSeconds * 1000,
          input.sendAt ?? null,
        ),
      ),
    'messages.undo': (input) => withPortal(input.portalId, (portal) => portal.messages.undo(input.outboxId)),
    'messages.resolve': (input) =>
      withPortal(input.portalId, (portal) => portal.messages.resolve(input.outboxId, input.action)),
    'drafts.get': (input) =>
      read(input.portalId, async (portal) => ({ content: await portal.drafts.get(input.spaceId) })),
    'drafts.save': (input) =>
      empty(read(input.portalId, (portal) => portal.drafts.save(input.spaceId, input.content))),

    'files.list': (input) =>
      withPortal(input.portalId, (portal) => portal.files.list(input.spaceId, input.folderId)),
    'files.createFolder': (input) =>
      withPortal(input.portalId, (portal) =>
        portal.files.createFolder(input.spaceId, input.folderId, input.name),
      ),

    'files.picture': async ({ portalId, ...input }) => {
      const found = await withPortal(portalId, (portal) => portal.transfers.picture(input))
      return found.ok ? ok({ url: dataAddress(found.value) }) : found
    },
    'files.pin': ({ portalId, spaceId, fileIds, pinned }) =>
      empty(
        read(portalId, (portal) =>
          pinned ? portal.pins.add(spaceId, fileIds) : portal.pins.remove(fileIds),
        ),
      ),
    ...createPinHandlers({ withPortal, dragOut, openFile: (path) => desk.openFile(path) }),
    'files.prepareDrag': ({ portalId, spaceId, fileIds }) =>
      dragOut.prepare({ place: `${portalId} ${spaceId}`, fileIds }, (into) =>
        withPortal(portalId, (portal) => portal.transfers.fetchLoose({ spaceId, fileIds, into })),
      ),
    'files.startDrag': async ({ dragId }) => {
      const paths = dragOut.paths(dragId)
      if (!paths.ok) return paths
      await desk.startDrag(paths.value)
      return ok(undefined)
    },

    ...createPlanHandlers({
      ...{ drops, withPortal, everyPortal },
      ignorePatterns: () => settings.get().ignorePatterns,
      locked: () => desk.lock.locked(),
      planning: desk.planning,
    }),
    'downloads.start': async ({ portalId, chooseFolder, ...what }) => {
      const to = await desk.downloadFolder(chooseFolder)
      if (to === null) return ok({ jobId: null })
      return withPortal(portalId, (portal) => portal.transfers.startDownload({ ...what, to }))
    },
    'exports.start': async ({ portalId, spaceId }) => {
      const to = await desk.downloadFolder(true)
      if (to === null) return ok({ jobId: null })
      return withPortal(portalId, (portal) => portal.transfers.startExport({ spaceId, to, place: 'beside' }))
    },
    'transfers.list': () => everyPortal<JobView>((portal) => portal.transfers.list()),
    'transfers.files': ({ portalId, jobId, ...query }) =>
      read(portalId, (portal) => portal.transfers.files(jobId, query)),
    'transfers.pause': (input) => empty(withJob(input, 'pause')),
    'transfers.resume': (input) => empty(withJob(input, 'resume')),
    'transfers.cancel': (input) => empty(withJob(input, 'cancel')),
    'transfers.retryFailed': ({ portalId, jobId, reason }) =>
      empty(withPortal(portalId, (portal) => portal.transfers.retryFailed(jobId, reason))),
    'transfers.pauseFile': (input) => empty(withFile(input, 'pauseFile')),
    'transfers.resumeFile': (input) => empty(withFile(input, 'resumeFile')),
    'transfers.cancelFile': (input) => empty(withFile(input, 'cancelFile')),
    'transfers.dismiss': (input) => empty(withJob(input, 'dismiss')),
    'transfers.reveal': (input) =>
      empty(
        withPortal(input.portalId, async (portal) => {
          const product = await portal.transfers.product(input.jobId)
          if (product.ok) desk.reveal(product.value)
          return product
        }),
      ),
    'transfers.open': (input) =>
      empty(
        withPortal(input.portalId, async (portal) => {
          const product = await portal.transfers.product(input.jobId)
          if (product.ok) await desk.openFile(product.value)
          return product
        }),
      ),

    'transfers.failures': ({ portalId, jobId }) =>
      read(portalId, (portal) => portal.transfers.failures.groups(jobId)),
    'transfers.failedFiles': ({ portalId, jobId, ...query }) =>
      read(portalId, (portal) => portal.transfers.failures.files(jobId, query)),
    'transfers.message': ({ portalId, jobId, action }) =>
      empty(withPortal(portalId, (portal) => portal.transfers.summary[action](jobId))),
    'receipts.page': ({ portalId, jobId, ...query }) =>
      read(portalId, (portal) => portal.transfers.receipts.page(jobId, query)),
    'receipts.ofFile': ({ portalId, spaceId, fileId }) =>
      read(portalId, (portal) => portal.transfers.receipts.ofFile(spaceId, fileId)),
    'receipts.export': ({ portalId, jobId, format }) =>
      withPortal(portalId, (portal) =>
        desk.saveText(`receipts.${format}`, portal.transfers.receipts.written(jobId, format)),
      ),
    'receipts.verify': ({ portalId }) => read(portalId, (portal) => portal.transfers.receipts.verify()),

    'search.query': async ({ portalId, query, limit, order }) => {
      const portals =
        portalId === null
          ? await everyPortal(async (portal) => [portal])
          : await withPortal(portalId, async (portal) => ok([portal]))
      return portals.ok ? ok(await searchPortals(portals.value, query, limit, order)) : portals
    },
    'people.list': (input) => read(input.portalId, (portal) => portal.people.list()),

    'settings.set': async (input) => {
      const changed = await settings.set(input)
      desk.settingsChanged(changed)
      return ok(changed)
    },
    'settings.about': async () => ok(desk.about),
    'links.open': (input) => empty(desk.openExternal(input.url)),
  }
}

const empty = async (answer: Promise<Result<unknown>>): Promise<Result<undefined>> => {
  const done = await answer
  return done.ok ? ok(undefined) : done
}

/** The window's content policy lets pictures in as data alone. */
const dataAddress = (picture: Picture | null): string | null =>
  picture === null ? null : `data:${picture.type};base64,${Buffer.from(picture.bytes).toString('base64')}`
