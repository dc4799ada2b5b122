const mebibyte = 1_048_576

/** Blocks and single requests carry at most this many bytes, as long as a blob stays under `maxBlocks` (T1.11). */
export const maxBlockBytes = 8 * mebibyte
/** Azure's limit for one blob. */
export const maxBlocks = 50_000

/** How a file is cut: fixed when the transfer is journaled, never changed for the same blob. */
export type BlockPlan = { readonly size: number; readonly blockSize: number; readonly count: number }

/** T1.10, T1.11: files up to one block go by one request (`count` 1, or 0 blocks to stage); others by equal blocks. */
export const planBlocks = (size: number, most: number = maxBlockBytes): BlockPlan => {
  const blockSize = size <= most * maxBlocks ? most : Math.ceil(size / maxBlocks / mebibyte) * mebibyte
  return { size, blockSize, count: Math.ceil(size / blockSize) }
}

/** T1.10: whether the file goes by one Put Blob. */
export const isSingle = (plan: BlockPlan): boolean => plan.size <= plan.blockSize

export const blockRange = (
  plan: BlockPlan,
  index: number,
): { readonly offset: number; readonly length: number } => {
  if (index < 0 || index >= plan.count) throw new RangeError(`No block ${index} of ${plan.count}`)
  const offset = index * plan.blockSize
  return { offset, length: Math.min(plan.blockSize, plan.size - offset) }
}

/**
 * T1.12: a block's id before base64: the transfer's id and the index with leading zeros, so that all ids of one blob
 * have one length and the commit list can be built from indices alone.
 */
export const blockName = (transferId: string, index: number): string =>
  `${transferId}-${String(index).padStart(5, '0')}`

/** The index of a block's name, or undefined when it is not one of this transfer's. */
export const blockIndex = (transferId: string, name: string): number | undefined => {
  if (!name.startsWith(`${transferId}-`)) return undefined
  const digits = name.slice(transferId.length + 1)
  return /^\d{5}$/.test(digits) ? Number(digits) : undefined
}

/** One bit a block, least significant first. */
export type Bitmap = Uint8Array

export const emptyBitmap = (count: number): Bitmap => new Uint8Array(Math.ceil(count / 8))

export const hasBit = (bitmap: Bitmap, index: number): boolean =>
  ((bitmap[index >> 3] ?? 0) & (1 << (index & 7))) !== 0

/** A copy with one bit set. */
export const withBit = (bitmap: Bitmap, index: number): Bitmap => {
  const copy = bitmap.slice()
  copy[index >> 3] = (copy[index >> 3] ?? 0) | (1 << (index & 7))
  return copy
}

/** The bytes that the set bits stand for. */
export const bytesOf = (plan: BlockPlan, bitmap: Bitmap): number => {
  let bytes = 0
  for (let index = 0; index < plan.count; index += 1) {
    if (hasBit(bitmap, index)) bytes += blockRange(plan, index).length
  }
  return bytes
}

export const isFull = (plan: BlockPlan, bitmap: Bitmap): boolean => bytesOf(plan, bitmap) === plan.size
