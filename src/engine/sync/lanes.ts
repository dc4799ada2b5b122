import { ok, type Result } from '../../core/result.ts'

/** Requests under way at once in a first or full sync. */
export const laneCount = 4

/**
 * Works through what `next` gives out, a few at a time, until there is nothing left. A failure stops the taking of new
 * work; what is under way is awaited, and the first failure is the answer.
 */
export const inLanes = async <T>(
  next: () => T | undefined,
  work: (item: T) => Promise<Result<void>>,
  lanes: number = laneCount,
): Promise<Result<void>> => {
  const failed: Result<void>[] = []
  const lane = async (): Promise<void> => {
    for (let item = next(); item !== undefined && failed.length === 0; item = next()) {
      const done = await work(item)
      if (!done.ok) failed.push(done)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return failed[0] ?? ok(undefined)
}
