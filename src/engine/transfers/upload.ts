import { fail } from '../../core/failure.ts'
import type { FileId } from '../../core/file.ts'
import { ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { emptyBitmap, isSingle } from '../../core/transfers/blocks.ts'
import { maxRestarts, reactionTo } from '../../core/transfers/reaction.ts'
import type { StoredJob } from '../storage/tables/transfer-jobs.ts'
import { unlessAborted } from './aborted.ts'
import type { Folders } from './folders.ts'
import type { Newcomers } from './newcomers.ts'
import { cut, type Facts, type Live } from './live.ts'
import { sendBlocks } from './send-blocks.ts'
import { sendWhole } from './send-whole.ts'
import { openSource } from './source.ts'
import { confirmBlob } from './stored-blob.ts'
import type { Tools } from './tools.ts'

// Azure drops uncommitted blocks after 7 days (T1.15); an hour is left for the rest of the file.
const blockLifeMs = 7 * 24 * 3_600_000 - 3_600_000

/**
 * Brings one file's bytes to the storage (T1.1), from whatever phase it is in. Answers the folder it is to be registered
 * in; a file that is left out after all (T1.129) is `skipped` then. `cancelled` when the signal ended it: the journal knows where to go on.
 */
export const sendFile = async (
  live: Live,
  job: StoredJob,
  { folders, newcomers }: { readonly folders: Folders; readonly newcomers: Newcomers | null },
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<FileId | null>> => {
  const making = folders.ensure(live.row().folder)
  // A small file's bytes go while its folder is still being made, where nothing that is in there matters to them.
  if (newcomers === null && isSingle(live.blocks())) {
    // That the journal can't be written is heard of below, once the bytes are there.
    making.catch(() => undefined)
    const known = await Promise.race([making, Promise.resolve(undefined)])
    if (known?.ok === false) return known
    const sent = await sendThrough(live, job, tools, signal)
    return sent.ok ? unlessAborted(making, signal) : sent
  }
  const parent = await unlessAborted(making, signal)
  if (!parent.ok) return parent
  if (newcomers !== null) {
    const spared = await unlessAborted(newcomers.spare(live, parent.value), signal)
    if (!spared.ok) return spared
    if (live.state().phase === 'skipped') return parent
  }
  const sent = await sendThrough(live, job, tools, signal)
  return sent.ok ? parent : sent
}

/** Sends anew what is to be sent from its beginning. */
const sendThrough = async (
  live: Live,
  job: StoredJob,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<void>> => {
  tools.thumbnails?.begin(live.row(), job.spaceId as SpaceId)
  for (let restarts = 0; ; restarts += 1) {
    const sent = await send(live, job, tools, signal)
    if (sent.ok) return sent
    if (reactionTo(sent.error) !== 'restart' || restarts >= maxRestarts || signal.aborted) return sent
    // Under a new name: what is staged or committed under the old one is nobody's file.
    await restart(live, tools, sent.error.code === 'source-changed')
  }
}

const restart = async (live: Live, tools: Tools, changed: boolean): Promise<void> => {
  const row = live.row()
  const { log, random } = tools.context.ports
  log.warn('transfers.restart', { transfer: row.id, changed })
  const problem = changed ? fail('source-changed', { about: row.path }) : row.problem
  await live.apply({ kind: 'restarted' }, { blob: random.uuid(), md5: null, sha256: null, problem })
}

/** Brings the blob to `committed`. */
const send = async (live: Live, job: StoredJob, tools: Tools, signal: AbortSignal): Promise<Result<void>> => {
  const { phase } = live.state()
  if (phase === 'registered') return ok(undefined)
  if (phase === 'committed') return confirmBlob(live, job.spaceId as SpaceId, tools, signal)
  const sent = isSingle(live.blocks())
    ? await sendSmall(live, live.row().size, job, tools, signal)
    : await sendLarge(live, job, tools, signal)
  if (!sent.ok) return sent
  // The intent to register follows soon, and takes this row's place where it is not written yet.
  live.applySoon({ kind: 'committed', intentAt: null }, sent.value)
  return ok(undefined)
}

/** A file that changed since it was planned goes the way its size now asks for. */
const sendBySize = (
  live: Live,
  size: number,
  job: StoredJob,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<Facts>> =>
  cut(size, tools.options.blockBytes).lane === 'small'
    ? sendSmall(live, size, job, tools, signal)
    : sendLarge(live, job, tools, signal)

const sendSmall = async (
  live: Live,
  size: number,
  job: StoredJob,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<Facts>> => {
  const row = live.row()
  const buffer = await tools.smallBuffers.acquire(size, signal)
  if (!buffer.ok) return buffer
  let found = size
  try {
    const read = await tools.disk.readWhole(row.source ?? '', row.path, buffer.value)
    if (!read.ok) return read
    const { hashes } = read.value
    found = read.value.size
    if (hashes !== null) {
      await begin(live, read.value, tools)
      const bytes = buffer.value.subarray(0, found)
      return await sendWhole(live, job.spaceId as SpaceId, { bytes, hashes }, tools, signal)
    }
  } finally {
    tools.smallBuffers.release(buffer.value)
  }
  return sendBySize(live, found, job, tools, signal)
}

const sendLarge = async (
  live: Live,
  job: StoredJob,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<Facts>> => {
  const row = live.row()
  const opened = await openSource(row.source ?? '', row.path)
  if (!opened.ok) return opened
  const source = opened.value
  const changed = source.fingerprint !== row.fingerprint
  try {
    if (!changed || cut(source.size, tools.options.blockBytes).lane === 'large') {
      await begin(live, source, tools)
      return await sendBlocks(live, job.spaceId as SpaceId, source, tools, signal)
    }
  } finally {
    await source.close()
  }
  return sendBySize(live, source.size, job, tools, signal)
}

/** Takes the source as it is now; what was staged of another one, or too long ago, is not used. */
const begin = async (
  live: Live,
  source: { readonly size: number; readonly fingerprint: string },
  tools: Tools,
): Promise<void> => {
  const row = live.row()
  const { clock, random } = tools.context.ports
  const changed = row.fingerprint !== source.fingerprint
  const stale = row.stagedAt !== null && clock.now() - row.stagedAt > blockLifeMs
  if (changed || stale) {
    // T1.50: a source that changed since the plan is sent as it is now, from its beginning, and the row says so.
    const sentBefore = !live.fresh || live.state().phase === 'staging'
    const size = cut(source.size, tools.options.blockBytes)
    live.note({ kind: 'restarted' })
    await live.apply(claimed(source.size, size.blockSize), {
      ...size,
      fingerprint: source.fingerprint,
      // One that could not be read when it was planned has not changed: nothing was known of it.
      problem:
        changed && row.fingerprint !== null ? fail('source-changed', { about: row.path }) : row.problem,
      ...(sentBefore ? { blob: random.uuid() } : {}),
    })
    return
  }
  if (live.state().phase !== 'planned') return
  // Claimed for the first time, it is in the journal as `staging` already.
  if (live.fresh) live.note(claimed(row.size, row.blockSize))
  else await live.apply(claimed(row.size, row.blockSize))
}

const claimed = (
  size: number,
  blockSize: number,
): { readonly kind: 'claimed'; readonly staged: Uint8Array } => ({
  kind: 'claimed',
  staged: emptyBitmap(Math.ceil(size / blockSize)),
})
