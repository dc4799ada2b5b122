import { isAbsolute } from 'node:path'
import { fail } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import { type DropId, dropId } from '../../core/transfers/views.ts'
import { measure } from './measure.ts'

const lifeMs = 60 * 60 * 1000
const mostKept = 100
/** Fifty thousand picked files with long paths. */
const largestOffer = 32 * 1024 * 1024

export type Drops = {
  /** Takes what the preload found: absolute paths, and answers the id by which the window may speak of them. */
  offer(paths: unknown): Result<{ readonly dropId: DropId; readonly roots: number }>
  /** Gives a drop's paths to `work`; the drop is forgotten once that went well. `unknown-id` when it is gone. */
  use<T>(id: DropId, work: (roots: readonly string[]) => Promise<Result<T>>): Promise<Result<T>>
  /** As `use`, but the drop stays: a dry run is made again and again. */
  look<T>(id: DropId, work: (roots: readonly string[]) => Promise<Result<T>>): Promise<Result<T>>
}

type Kept = { readonly roots: readonly string[]; readonly until: number }

/** The window can't name paths: it has ids, good for one use within the hour (hardening 24). */
export const createDrops = (options: { readonly uuid: () => string; readonly now: () => number }): Drops => {
  const kept = new Map<DropId, Kept>()

  const forgetOld = (): void => {
    const now = options.now()
    for (const [id, drop] of kept) if (drop.until <= now) kept.delete(id)
  }
  const makeRoom = (): void => {
    // A map keeps the order of insertion: the first key is the oldest drop.
    for (const id of kept.keys()) {
      if (kept.size < mostKept) return
      kept.delete(id)
    }
  }

  const look: Drops['look'] = async (id, work) => {
    forgetOld()
    const drop = kept.get(id)
    return drop === undefined ? err(fail('unknown-id')) : work(drop.roots)
  }

  return {
    offer: (paths) => {
      const roots = measure(paths, largestOffer) === 'fits' ? rootsIn(paths) : undefined
      if (roots === undefined) return err(fail('usage'))
      // Something was dropped that is no file of this computer: a picture out of a web page.
      if (roots.length === 0) return err(fail('source-missing'))
      forgetOld()
      makeRoom()
      const id = dropId.parse(options.uuid())
      kept.set(id, { roots, until: options.now() + lifeMs })
      return ok({ dropId: id, roots: roots.length })
    },
    use: async (id, work) => {
      const done = await look(id, work)
      if (done.ok) kept.delete(id)
      return done
    },
    look,
  }
}

const rootsIn = (paths: unknown): readonly string[] | undefined =>
  Array.isArray(paths) && paths.every(isRoot) ? [...new Set(paths)] : undefined

/** Absolute, and whole: a relative path would be taken from wherever the program was started. */
const isRoot = (path: unknown): path is string =>
  typeof path === 'string' && path.length <= 32_768 && isAbsolute(path) && !path.includes('\0')
