import { createHash } from 'node:crypto'
import type { File } from '../../core/file.ts'
import type { SpaceId } from '../../core/space.ts'
import { likeness } from '../../core/transfers/plan.ts'
import { openSource } from './source.ts'
import type { Tools } from './tools.ts'
import type { FoundEntry } from './walk.ts'

type Pair = { readonly entry: FoundEntry; readonly conflict: File | null }

/** Tells for each of these files whether it is the one that is there already (T1.37). */
export type Likenesses = (pairs: readonly Pair[]) => Promise<(pair: Pair) => 'same' | 'other'>

export const createLikenesses = (tools: Tools, spaceId: SpaceId): Likenesses => {
  const { archive } = tools.context

  return async (pairs) => {
    const answers = new Map<Pair, 'same' | 'other'>()
    const near = pairs.filter(
      ({ entry, conflict }) => conflict !== null && entry.kind === 'file' && entry.size === conflict.size,
    )
    const fileIds = near.flatMap(({ conflict }) => (conflict === null ? [] : [conflict.id]))
    const receipts =
      fileIds.length === 0 ? [] : await archive.run('transfers.receiptsFor', { spaceId, fileIds })
    for (const pair of near) {
      const { entry, conflict } = pair
      if (conflict === null || entry.kind !== 'file') continue
      const receipt =
        receipts.find(({ fileId, blob }) => fileId === conflict.id && blob === conflict.blob) ?? null
      const { size, modifiedAt } = entry
      const told = likeness({ size, modifiedAt, there: conflict, receipt })
      answers.set(pair, told === 'look' ? await compare(entry, receipt?.sha256 ?? null) : told)
    }
    return (pair) => answers.get(pair) ?? 'other'
  }
}

const piece = 1_048_576

/** Reads the file, a piece at a time: rare, for only what was touched after this computer sent it comes here. */
const compare = async (entry: FoundEntry, sha256: string | null): Promise<'same' | 'other'> => {
  if (sha256 === null) return 'other'
  const source = await openSource(entry.path, entry.name)
  if (!source.ok) return 'other'
  try {
    const hash = createHash('sha256')
    const buffer = new Uint8Array(Math.min(piece, source.value.size))
    for (let offset = 0; offset < source.value.size; offset += buffer.length) {
      const part = buffer.subarray(0, Math.min(buffer.length, source.value.size - offset))
      const read = await source.value.read(part, offset)
      if (!read.ok) return 'other'
      hash.update(part)
    }
    return hash.digest('hex') === sha256 ? 'same' : 'other'
  } finally {
    await source.value.close()
  }
}
