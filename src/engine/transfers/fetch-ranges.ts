import type { FileHandle } from 'node:fs/promises'
import { fail } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { blockRange, emptyBitmap } from '../../core/transfers/blocks.ts'
import { diskFailure } from './disk-failure.ts'
import { eachBlock } from './each-block.ts'
import { readInto } from './fetch-whole.ts'
import type { Facts, Live } from './live.ts'
import { openPart, syncPart, writeAt } from './part-file.ts'
import type { Tools } from './tools.ts'

/** T1.51: a large file, by ranges in parallel into its part file, all of one version of the blob. Answers its hashes. */
export const fetchRanges = async (
  live: Live,
  spaceId: SpaceId,
  part: string,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<Facts>> => {
  const { path, size } = live.row()
  const facts = await learnFacts(live, spaceId, tools, signal)
  if (!facts.ok) return facts
  const opened = await openPart(part, path)
  if (!opened.ok) return opened
  const file = opened.value
  try {
    if ((await file.stat()).size !== size) {
      // Not the part file the journal speaks of: what it says was written is not there.
      await live.apply({ kind: 'found', staged: emptyBitmap(live.blocks().count) })
      await file.truncate(size)
    }
    const fetched = await fetchAll(live, spaceId, file, facts.value.etag, tools, signal)
    if (!fetched.ok) return fetched
    await file.sync()
    return await check(file, facts.value.md5, live, tools)
  } catch (error) {
    return err(diskFailure(error, path, 'target'))
  } finally {
    await file.close()
  }
}

/** Length, MD5 and version of the blob, by HEAD; the version is journaled, so that a restart goes on with the same. */
const learnFacts = async (
  live: Live,
  spaceId: SpaceId,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<{ readonly md5: string | null; readonly etag: string | null }>> => {
  const { blob, size, path, etag } = live.row()
  const facts = await tools.gate.run(
    () => tools.sas.use(spaceId, 'r', (url) => tools.blobs.facts(url, blob, signal)),
    signal,
    { asks: 'storage' },
  )
  if (!facts.ok) return facts
  if (facts.value.size !== size) return err(fail('integrity', { about: path, detail: 'size' }))
  if (etag !== null && facts.value.etag !== etag)
    return err(fail('integrity', { about: path, detail: 'etag' }))
  if (etag === null) {
    await live.apply({ kind: 'found', staged: emptyBitmap(live.blocks().count) }, { etag: facts.value.etag })
  }
  return ok(facts.value)
}

const fetchAll = async (
  live: Live,
  spaceId: SpaceId,
  file: FileHandle,
  etag: string | null,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<void>> => {
  const plan = live.blocks()
  const { blob, path } = live.row()

  const fetchRange = async (index: number, into: Uint8Array, stop: AbortSignal): Promise<Result<void>> => {
    const { offset, length } = blockRange(plan, index)
    const fetched = await tools.gate.run(
      () =>
        tools.sas.use(spaceId, 'r', async (url) => {
          const answer = await tools.blobs.range(url, blob, { offset, length, etag }, stop)
          return answer.ok ? readInto(answer.value.response, into, path, tools.throttle, stop) : answer
        }),
      stop,
      // A body of the wrong length: the same range again. A changed blob (412) is told by its status.
      { asks: 'storage', again: (problem) => problem.code === 'integrity' && problem.status === undefined },
    )
    if (!fetched.ok) return fetched
    const written = await writeAt(file, into, offset, path)
    const kept = written.ok ? await syncPart(file, path) : written
    if (kept.ok) await live.apply({ kind: 'acknowledged', block: index })
    return kept
  }

  return eachBlock(live, { always: false, work: fetchRange }, tools, signal)
}

/** Reads the file back from the disk: what was written is what counts. */
const check = async (
  file: FileHandle,
  expected: string | null,
  live: Live,
  tools: Tools,
): Promise<Result<Facts>> => {
  const { path, size, id } = live.row()
  const hashes = await tools.disk.hashFile(file.fd, size, path)
  if (!hashes.ok) return hashes
  if (expected !== null && expected !== hashes.value.md5) {
    tools.context.ports.log.warn('transfers.md5', { transfer: id })
    return err(fail('integrity', { about: path, detail: 'md5' }))
  }
  return hashes
}
