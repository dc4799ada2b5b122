import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileId } from '../../../src/core/file.ts'
import type { WatchChoices, WatchId, WatchView } from '../../../src/core/transfers/watch-views.ts'
import type { WatchOptions } from '../../../src/engine/watch/options.ts'
import { createWatchFolders, type WatchFolders } from '../../../src/engine/watch/watch-folders.ts'
import { createWorld, type World, type WorldOptions, valueOf } from '../transfers/world.ts'

/** A world in which folders can be watched; `root` is the one to watch. */
export type WatchWorld = World & {
  readonly root: string
  watchFolders(): WatchFolders
  /** Ends everything in good order and starts again. */
  restart(): Promise<void>
  /** Starts again after `crash`. */
  recover(): Promise<void>
  add(choices?: Partial<WatchChoices>, folderId?: FileId | null): Promise<WatchId>
  view(): Promise<WatchView>
  /** Resolves once the one folder's view is as wanted, looked at whenever it changed. */
  until(holds: (view: WatchView) => boolean): Promise<WatchView>
}

// The same rules in a fraction of the time: settling takes tenths of a second.
const quick: Partial<WatchOptions> = {
  ...{
    stableMs: 250,
    lookMs: 50,
    longestMs: 4_000,
    rootMs: 100,
    retryMs: 100,
    longestRetryMs: 400,
    againMs: 100,
  },
}

export const createWatchWorld = async (
  options: WorldOptions & { readonly watch?: Partial<WatchOptions> } = {},
): Promise<WatchWorld> => {
  const world = await createWorld(options)
  const open = (): WatchFolders =>
    createWatchFolders(
      world.context(),
      { transfers: world.transfers(), ownFolder: join(world.folder, 'own') },
      { ...quick, ...options.watch },
    )
  await world.put('own/secret.db', Buffer.from('never sent'))
  await mkdir(join(world.folder, 'in'))
  let now = open()
  const run = async (): Promise<void> => {
    now = open()
    await world.transfers().resumeAll()
    await now.start()
  }
  await now.start()
  const view = async (): Promise<WatchView> => {
    const [first] = await now.list()
    if (first === undefined) throw new Error('Nothing is watched')
    return first
  }
  return {
    ...world,
    root: join(world.folder, 'in'),
    watchFolders: () => now,
    crash: async () => {
      await world.crash()
      await now.close()
    },
    recover: async () => {
      await world.reopen()
      await run()
    },
    restart: async () => {
      await now.close()
      await world.reopen()
      await run()
    },
    close: async () => {
      await now.close()
      await world.close()
    },
    add: async (choices = {}, folderId = null) => {
      const chosen = { subfolders: true, existing: false, silent: true, ...choices }
      const place = { path: join(world.folder, 'in'), spaceId: world.spaceId, folderId }
      return valueOf(await now.add({ ...place, ...chosen })).id
    },
    view,
    until: (holds) =>
      new Promise((resolve, reject) => {
        const look = async (): Promise<void> => {
          const seen = await view()
          if (!holds(seen)) return
          stop()
          resolve(seen)
        }
        const stop = now.onChange(() => void look().catch(reject))
        look().catch(reject)
      }),
  }
}
