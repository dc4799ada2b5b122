import { join } from 'node:path'
import { type Failure, fail } from '../../core/failure.ts'
import type { FileId } from '../../core/file.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { emptyBitmap, isSingle } from '../../core/transfers/blocks.ts'
import { fitsPath } from '../../core/transfers/download-rules.ts'
import { maxRestarts, reactionTo } from '../../core/transfers/reaction.ts'
import type { StoredJob } from '../storage/tables/transfer-jobs.ts'
import { fetchRanges } from './fetch-ranges.ts'
import { fetchWhole } from './fetch-whole.ts'
import { cut, type Live } from './live.ts'
import type { Placing } from './download-folders.ts'
import { giveName, holdsBytes, isNamed, isSameFile, partPath, removePart, takeOver } from './part-file.ts'
import { markDownloaded } from './quarantine.ts'
import type { Tools } from './tools.ts'

/**
 * Fetches one file into `folder` (T1.51–T1.54): into a part file, checked and synced, and only then under its name.
 * `cancelled` when the signal ended it; the part file stays to be gone on with.
 */
export const downloadFile = async (
  live: Live,
  job: StoredJob,
  folder: string,
  placing: Placing,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<void>> => {
  if (!fitsPath(folder, live.row().name, tools.options.pathRule))
    return err(fail('path-too-long', { about: live.row().path }))
  const spared = await isThere(live, job, folder, placing, tools, signal)
  if (!spared.ok) return spared
  if (spared.value) {
    live.note({ kind: 'restarted' })
    await live.apply({ kind: 'skipped' })
    return ok(undefined)
  }
  const part = partPath(folder, live.row().name, live.row().id)
  for (let restarts = 0; live.state().phase !== 'committed'; restarts += 1) {
    const fetched = await fetchOnce(live, job, part, tools, signal)
    if (fetched.ok) break
    const { error } = fetched
    if (error.code === 'cancelled' || signal.aborted) return err(fail('cancelled'))
    const stale = reactionTo(error) === 'restart' || error.code === 'blob-missing'
    // T1.55: nothing half-fetched stays behind: on a full disk least of all.
    if (stale || isDisk(error)) {
      await removePart(part)
      await live.apply({ kind: 'restarted' }, { etag: null, md5: null, sha256: null })
    }
    if (!stale || restarts >= maxRestarts) return fetched
    const renewed = await renew(live, job, tools, signal)
    if (!renewed.ok) return renewed
  }
  return finish(live, folder, part, placing, tools)
}

/**
 * T1.58: under _skip_, whether the file that has the name holds the very bytes of the blob, by length and the MD5 the
 * storage keeps. Without one nobody can say before it is fetched.
 */
const isThere = async (
  live: Live,
  job: StoredJob,
  folder: string,
  { terms }: Placing,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<boolean>> => {
  const { name, blob, size, conflict } = live.row()
  const { phase } = live.state()
  const untouched = phase === 'planned' || phase === 'staging'
  if (terms.policy !== 'skip' || conflict === null || blob === '' || !untouched) return ok(false)
  const facts = await tools.gate.run(
    () => tools.sas.use(job.spaceId as SpaceId, 'r', (url) => tools.blobs.facts(url, blob, signal)),
    signal,
    { asks: 'storage' },
  )
  // A blob that is gone or has another length is looked up again by the fetching itself.
  if (!facts.ok) return facts.error.code === 'blob-missing' ? ok(false) : facts
  const { md5, size: length } = facts.value
  return ok(md5 !== null && length === size && (await holdsBytes(join(folder, name), size, md5, tools.disk)))
}

const isDisk = ({ code }: Failure): boolean => code === 'disk-full' || code === 'disk-error'

/** Brings the part file to `committed`: whole, checked, on disk. */
const fetchOnce = async (
  live: Live,
  job: StoredJob,
  part: string,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<void>> => {
  const row = live.row()
  if (row.blob === '') return err(fail('blob-missing', { about: row.path }))
  const claimed = { kind: 'claimed', staged: emptyBitmap(live.blocks().count) } as const
  // Claimed for the first time, it is in the journal as `staging` already.
  if (live.fresh) live.note(claimed)
  else await live.apply(claimed)
  const spaceId = job.spaceId as SpaceId
  const fetched = isSingle(live.blocks())
    ? await fetchWhole(live, spaceId, part, tools, signal)
    : await fetchRanges(live, spaceId, part, tools, signal)
  if (!fetched.ok) return fetched
  await live.apply({ kind: 'committed', intentAt: null }, fetched.value)
  return ok(undefined)
}

/** The entry may have a newer version by now: its blob and size as the portal has them. */
const renew = async (
  live: Live,
  job: StoredJob,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<void>> => {
  const row = live.row()
  const answer = await tools.gate.run(
    () => tools.context.foyer.files.get(job.spaceId as SpaceId, row.fileId as FileId, { signal }),
    signal,
  )
  if (!answer.ok) return answer
  const { blob, size } = answer.value
  const facts = { ...cut(size, tools.options.blockBytes), blob: blob ?? '' }
  await live.apply({ kind: 'claimed', staged: emptyBitmap(Math.ceil(size / facts.blockSize)) }, facts)
  return ok(undefined)
}

const finish = async (
  live: Live,
  folder: string,
  part: string,
  placing: Placing,
  tools: Tools,
): Promise<Result<void>> => {
  const row = live.row()
  const fileId = row.fileId ?? ''
  const final = join(folder, row.name)
  if (await isSameFile(part, final)) {
    // T1.54: the crash came between giving the name and removing the part.
    await removePart(part)
  } else if (!(await isNamed(part, final, row.sha256, tools.disk))) {
    await markDownloaded(part, tools.context.ports)
    const named = await nameIt(live, part, placing, tools)
    if (!named.ok) {
      if (named.error.code !== 'disk-error') return named
      // The part file is gone or can't be named: begin again next time.
      await live.apply({ kind: 'restarted' }, { etag: null })
      return named
    }
    if (named.value !== row.name) live.note({ kind: 'committed', intentAt: null }, { name: named.value })
  }
  live.note({ kind: 'registered', fileId })
  await live.apply({ kind: 'verified', fileId })
  return ok(undefined)
}

/** T1.53, T1.58: in the place of the old file where that was chosen; otherwise under a name that nothing has. */
const nameIt = async (
  live: Live,
  part: string,
  { terms, keyOf }: Placing,
  tools: Tools,
): Promise<Result<string>> => {
  const { name, path, conflict } = live.row()
  if (terms.policy === 'replace' && conflict !== null) {
    const replaced = await takeOver(part, name, path)
    if (!replaced.ok || replaced.value) return replaced.ok ? ok(name) : replaced
  }
  const state = live.state()
  return giveName(part, name, path, keyOf, {
    links: tools.options.hardLinks,
    announced: state.phase === 'committed' && state.intentAt !== null,
    announce: () => live.apply({ kind: 'committed', intentAt: tools.context.ports.clock.now() }),
  })
}
