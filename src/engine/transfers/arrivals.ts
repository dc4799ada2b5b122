import type { File } from '../../core/file.ts'
import type { SpaceId } from '../../core/space.ts'
import type { PortalContext } from '../context.ts'

/** Writes files and folders that came to be in the portal into the cache, many at a time, and says so. */
export type Arrivals = {
  add(file: File): void
  /** Resolves once everything added so far is in the cache. */
  flush(): Promise<void>
}

/**
 * What comes within so short a time is written at once. Ids come in no order, so each lot changes pages all over their
 * index: while many come they are gathered for longer, which a list that is growing on the screen does not show.
 */
const gatherMs = { few: 150, many: 600 }
const many = 64

/** `closing` aborted: what was gathered is written at `flush`. */
export const createArrivals = (context: PortalContext, closing: AbortSignal): Arrivals => {
  const gathered = new Map<SpaceId, Map<string, File>>()
  let timer: Promise<void> | undefined
  let writing: Promise<void> = Promise.resolve()
  let last = 0

  const write = async (): Promise<void> => {
    const spaces = [...gathered]
    gathered.clear()
    last = spaces.reduce((sum, [, files]) => sum + files.size, 0)
    for (const [spaceId, files] of spaces) {
      await context.archive.run('files.upsert', { spaceId, files: [...files.values()] })
      context.changed(spaceId, ['files'])
    }
  }

  const flush = (): Promise<void> => {
    // The cache can be fetched again: a failure here must not fail the transfer.
    writing = writing.then(write).catch((error: unknown) => {
      context.ports.log.warn('transfers.cache', { error: error instanceof Error ? error.name : 'unknown' })
    })
    return writing
  }

  const soon = async (): Promise<void> => {
    try {
      await context.ports.clock.sleep(last < many ? gatherMs.few : gatherMs.many, closing)
    } catch (error) {
      if (!closing.aborted) throw error
      return
    } finally {
      timer = undefined
    }
    await flush()
  }

  return {
    add: (file) => {
      const files = gathered.get(file.spaceId) ?? new Map<string, File>()
      files.set(file.id, file)
      gathered.set(file.spaceId, files)
      timer ??= soon()
    },
    flush,
  }
}
