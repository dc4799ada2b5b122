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
 * index: the longer many have been coming the longer they are gathered, up to what a list that is growing on the screen
 * does not show. A short job, whose end waits for the last lot, is not left with most of its files in it.
 */
const gatherMs = { least: 100, most: 600 }
const ofTheTimeSoFar = 0.25
const many = 64

/** `closing` aborted: what was gathered is written at `flush`. */
export const createArrivals = (context: PortalContext, closing: AbortSignal): Arrivals => {
  const gathered = new Map<SpaceId, Map<string, File>>()
  let timer: Promise<void> | undefined
  let writing: Promise<void> = Promise.resolve()
  /** Since when many have been coming. */
  let begun: number | undefined

  const write = async (): Promise<void> => {
    const spaces = [...gathered]
    gathered.clear()
    if (spaces.reduce((sum, [, files]) => sum + files.size, 0) < many) begun = undefined
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
    const { clock } = context.ports
    begun ??= clock.now()
    const wait = Math.max(gatherMs.least, (clock.now() - begun) * ofTheTimeSoFar)
    try {
      await clock.sleep(Math.min(gatherMs.most, wait), closing)
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
