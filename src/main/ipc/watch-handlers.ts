import type { z } from 'zod'
import type { Calls } from '../../contract/index.ts'
import { fail } from '../../core/failure.ts'
import type { FileId } from '../../core/file.ts'
import type { PortalId } from '../../core/portal.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import type { CompareId } from '../../core/transfers/compare-views.ts'
import { compareId } from '../../core/transfers/compare-views.ts'
import type { WatchId } from '../../core/transfers/watch-views.ts'
import type { PortalEngine } from '../../engine/portal.ts'
import type { Comparison } from '../../engine/transfers/compare.ts'
import type { Drops } from './drops.ts'

type Input<K extends keyof Calls> = z.output<Calls[K]['input']>

/** What these handlers need: the engine's portals, and what of this computer they touch. */
export type WatchDesk = {
  readonly drops: Drops
  withPortal<T>(id: PortalId, work: (portal: PortalEngine) => Promise<Result<T>>): Promise<Result<T>>
  everyPortal<T>(work: (portal: PortalEngine) => Promise<readonly T[]>): Promise<Result<readonly T[]>>
  /** The system's dialog; null when the person closed it. */
  chooseFolder(): Promise<string | null>
  reveal(path: string): void
  compareChanged(id: CompareId): void
  uuid(): string
}

type Place = { readonly portalId: PortalId; readonly spaceId: SpaceId; readonly folderId: FileId | null }
type Held = Place & { readonly root: string; readonly comparison: Comparison }

/** A window has one comparison open; a few more may be on their way out. */
const mostKept = 4
const toldEveryMs = 100

const nothing = async (answer: Promise<Result<unknown>>): Promise<Result<undefined>> => {
  const done = await answer
  return done.ok ? ok(undefined) : done
}

export const createWatchHandlers = (desk: WatchDesk) => {
  const change = (
    { portalId, watchId }: { readonly portalId: PortalId; readonly watchId: WatchId },
    verb: 'pause' | 'resume' | 'retry' | 'remove',
  ) => nothing(desk.withPortal(portalId, (portal) => portal.watchFolders[verb](watchId)))

  return {
    'watch.list': () => desk.everyPortal((portal) => portal.watchFolders.list()),
    'watch.choose': async () => {
      const path = await desk.chooseFolder()
      if (path === null) return ok({ folder: null })
      const offered = desk.drops.offer([path])
      return offered.ok ? ok({ folder: { dropId: offered.value.dropId, path } }) : offered
    },
    'watch.add': ({ portalId, spaceId, folderId, dropId, choices }: Input<'watch.add'>) =>
      desk.drops.use(dropId, ([path]) =>
        desk.withPortal(portalId, async (portal) =>
          path === undefined
            ? err(fail('unknown-id'))
            : portal.watchFolders.add({ path, spaceId, folderId, ...choices }),
        ),
      ),
    'watch.pause': (input: Input<'watch.pause'>) => change(input, 'pause'),
    'watch.resume': (input: Input<'watch.resume'>) => change(input, 'resume'),
    'watch.retry': (input: Input<'watch.retry'>) => change(input, 'retry'),
    'watch.remove': (input: Input<'watch.remove'>) => change(input, 'remove'),
    'watch.reveal': ({ portalId, watchId }: Input<'watch.reveal'>) =>
      nothing(
        desk.withPortal(portalId, async (portal) => {
          const path = await portal.watchFolders.path(watchId)
          if (path.ok) desk.reveal(path.value)
          return path
        }),
      ),
  }
}

export const createCompareHandlers = (desk: WatchDesk) => {
  const held = new Map<CompareId, Held>()

  const begin = (place: Place, root: string): Promise<Result<{ compareId: CompareId }>> =>
    desk.withPortal(place.portalId, async (portal) => {
      for (const [oldest, { comparison }] of held) {
        if (held.size < mostKept) break
        comparison.stop()
        held.delete(oldest)
      }
      const id = compareId.parse(desk.uuid())
      let telling = false
      // Told soon, and once for all that changes until then.
      const changed = (): void => {
        if (telling) return
        telling = true
        setTimeout(() => {
          telling = false
          if (held.has(id)) desk.compareChanged(id)
        }, toldEveryMs)
      }
      const { spaceId, folderId } = place
      held.set(id, { ...place, root, comparison: portal.compare({ spaceId, folderId, root, changed }) })
      return ok({ compareId: id })
    })

  const find = async <T>(
    id: CompareId,
    work: (held: Held) => Result<T> | Promise<Result<T>>,
  ): Promise<Result<T>> => {
    const found = held.get(id)
    return found === undefined ? err(fail('unknown-id')) : work(found)
  }

  const close = (id: CompareId): void => {
    held.get(id)?.comparison.stop()
    held.delete(id)
  }

  return {
    'compare.start': async (
      place: Input<'compare.start'>,
    ): Promise<Result<{ compareId: CompareId | null }>> => {
      const root = await desk.chooseFolder()
      return root === null ? ok({ compareId: null }) : begin(place, root)
    },
    'compare.again': (input: Input<'compare.again'>) =>
      find(input.compareId, ({ root, ...place }) => {
        close(input.compareId)
        return begin(place, root)
      }),
    'compare.view': (input: Input<'compare.view'>) =>
      find(input.compareId, ({ comparison }) => ok(comparison.view())),
    'compare.rows': ({ compareId: id, ...query }: Input<'compare.rows'>) =>
      find(id, ({ comparison }) => ok(comparison.rows(query))),
    'compare.check': (input: Input<'compare.check'>) =>
      find(input.compareId, ({ comparison }) => {
        // It tells of itself as it goes on; what goes wrong is in its view.
        void comparison.check()
        return ok(undefined)
      }),
    'compare.send': ({ compareId: id, ...options }: Input<'compare.send'>) =>
      find(id, ({ comparison }) => comparison.send(options)),
    'compare.close': async (input: Input<'compare.close'>) => {
      close(input.compareId)
      return ok(undefined)
    },
  }
}
