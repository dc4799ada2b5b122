import { fail } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import {
  type Bitmap,
  blockIndex,
  blockName,
  blockRange,
  emptyBitmap,
  isFull,
  withBit,
} from '../../core/transfers/blocks.ts'
import { contentTypeOf } from '../../core/transfers/content-type.ts'
import { eachBlock, isStaged } from './each-block.ts'
import type { Facts, Live } from './live.ts'
import type { Source } from './source.ts'
import { checkBlob } from './stored-blob.ts'
import type { Tools } from './tools.ts'

/**
 * T1.11–T1.17: sends a file by blocks, several at once, and commits them. Read in order, so that the hash of the whole
 * is made on the way; blocks the storage has are read but not sent again. Answers its hashes.
 */
export const sendBlocks = async (
  live: Live,
  spaceId: SpaceId,
  source: Source,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<Facts>> => {
  const found = await findStaged(live, spaceId, tools, signal)
  if (!found.ok) return found
  const hashing = tools.disk.hashing()
  const { path } = live.row()
  const plan = live.blocks()
  const md5s = new Map<number, Promise<string>>()
  const read = async (index: number, bytes: Uint8Array): Promise<Result<void>> => {
    const done = await hashing.read(source.fd, blockRange(plan, index).offset, bytes, path)
    if (!done.ok) return done
    const md5 = hashing.md5(bytes)
    // Blocks the storage has are read all the same: the hash of the whole needs them. Their buffer is free after that.
    if (isStaged(live, index)) await md5
    else md5s.set(index, md5)
    return done
  }
  const stage = async (index: number, bytes: Uint8Array, stop: AbortSignal): Promise<Result<void>> => {
    const md5 = await md5s.get(index)
    md5s.delete(index)
    if (md5 === undefined) return err(fail('internal', { about: path }))
    return stageBlock(live, spaceId, index, { bytes, md5 }, tools, stop)
  }
  const staged = await eachBlock(live, { first: read, always: true, work: stage }, tools, signal)
  if (!staged.ok) {
    await hashing.drop()
    return staged
  }
  const hashes = await hashing.digest()
  const unchanged = await source.unchanged()
  if (!unchanged.ok) return unchanged
  const committed = await commit(live, spaceId, hashes.md5, tools, signal)
  return committed.ok ? ok(hashes) : committed
}

/** T1.14: after a restart the storage's list of staged blocks counts where the token can read it, else the journal. */
const findStaged = async (
  live: Live,
  spaceId: SpaceId,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<void>> => {
  const { blob, id } = live.row()
  const plan = live.blocks()
  const state = live.state()
  // With every block acknowledged the commit may have happened: the list of uncommitted blocks would then be empty.
  if (live.fresh || (state.phase === 'staging' && isFull(plan, state.staged))) return ok(undefined)
  const listed = await tools.gate.run(
    async (): Promise<Result<ReadonlyMap<string, number> | null>> => {
      const readable = await tools.sas.allows(spaceId, 'r')
      if (!readable.ok) return readable
      if (!readable.value) return ok(null)
      return tools.sas.use(spaceId, 'r', (url) => tools.blobs.stagedBlocks(url, blob, signal))
    },
    signal,
    { asks: 'storage' },
  )
  if (!listed.ok) return listed.error.code === 'sas-permission' ? ok(undefined) : listed
  if (listed.value === null) return ok(undefined)
  let staged: Bitmap = emptyBitmap(plan.count)
  for (const [name, size] of listed.value) {
    const index = blockIndex(id, name)
    if (index !== undefined && index < plan.count && blockRange(plan, index).length === size) {
      staged = withBit(staged, index)
    }
  }
  await live.apply({ kind: 'found', staged })
  return ok(undefined)
}

const stageBlock = async (
  live: Live,
  spaceId: SpaceId,
  index: number,
  body: { readonly bytes: Uint8Array; readonly md5: string },
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<void>> => {
  const { blob, id } = live.row()
  const sent = await tools.gate.run(
    () =>
      tools.sas.use(spaceId, 'w', (url) =>
        tools.blobs.putBlock(url, blob, blockName(id, index), body, signal),
      ),
    signal,
    { asks: 'storage', again: (failure) => failure.code === 'integrity' },
  )
  // T1.16: journaled when acknowledged, so that a restart does not send it again.
  if (sent.ok) await live.apply({ kind: 'acknowledged', block: index })
  return sent
}

/** The list is made of indices, never of the order in which blocks finished (quality rule 3). */
const commit = async (
  live: Live,
  spaceId: SpaceId,
  md5: string,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<void>> => {
  const { blob, id, name, path } = live.row()
  const plan = live.blocks()
  const state = live.state()
  if (state.phase !== 'staging' || !isFull(plan, state.staged)) return err(fail('internal', { about: path }))
  const blockNames = Array.from({ length: plan.count }, (_, index) => blockName(id, index))
  const list = { blockNames, md5, contentType: contentTypeOf(name) }
  const committed = await tools.gate.run(
    () => tools.sas.use(spaceId, 'w', (url) => tools.blobs.commit(url, blob, list, signal)),
    signal,
    // The list altered on its way: the same list again. Blocks that are gone (InvalidBlockList) need the file again.
    { asks: 'storage', again: ({ code, detail }) => code === 'integrity' && detail === 'Md5Mismatch' },
  )
  if (!committed.ok && committed.error.code !== 'target-exists') return committed
  return checkBlob(blob, { size: plan.size, md5 }, spaceId, tools, signal)
}
