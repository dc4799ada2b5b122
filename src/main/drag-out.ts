import { mkdir, rm } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { fail } from '../core/failure.ts'
import type { FileId } from '../core/file.ts'
import { err, ok, type Result } from '../core/result.ts'
import { type DragId, dragId } from '../core/transfers/drag.ts'

/** Files that were dragged out, or were about to be: in a folder of the profile that is emptied at every start. */
export type DragOut = {
  /**
   * Answers the id of files that lie here by now. `fetch` brings them into the folder it is given; the same files asked
   * for again are fetched again only after a minute, for they may have a newer version by then.
   */
  prepare(
    which: { readonly place: string; readonly fileIds: readonly FileId[] },
    fetch: (into: string) => Promise<Result<readonly string[]>>,
  ): Promise<Result<{ readonly dragId: DragId }>>
  paths(id: DragId): Result<readonly string[]>
  /** Whether a dropped path is one of these: what is dragged out and dropped right back is no upload. */
  owns(path: string): boolean
  /** Deletes everything. */
  clear(): Promise<void>
}

const freshMs = 60_000
const mostKept = 20

type Kept = { readonly paths: readonly string[]; readonly at: number; readonly key: string }

export const createDragOut = (options: {
  readonly folder: string
  readonly uuid: () => string
  readonly now: () => number
}): DragOut => {
  const { folder } = options
  const kept = new Map<DragId, Kept>()
  const clear = (): Promise<void> => rm(folder, { recursive: true, force: true })
  // What an earlier run left behind, after a crash too.
  const cleared = clear()

  const makeRoom = async (): Promise<void> => {
    for (const [id] of kept) {
      if (kept.size < mostKept) return
      kept.delete(id)
      await rm(join(folder, id), { recursive: true, force: true })
    }
  }

  return {
    prepare: async ({ place, fileIds }, fetch) => {
      await cleared
      const key = `${place} ${[...fileIds].sort().join(' ')}`
      for (const [id, { at, key: known }] of kept)
        if (known === key && options.now() - at < freshMs) return ok({ dragId: id })
      await makeRoom()
      const id = dragId.parse(options.uuid())
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const paths = await fetch(join(folder, id))
      if (!paths.ok) {
        await rm(join(folder, id), { recursive: true, force: true })
        return paths
      }
      kept.set(id, { paths: paths.value, at: options.now(), key })
      return ok({ dragId: id })
    },
    paths: (id) => {
      const found = kept.get(id)
      return found === undefined ? err(fail('unknown-id')) : ok(found.paths)
    },
    owns: (path) => path.startsWith(`${folder}${sep}`),
    clear,
  }
}
