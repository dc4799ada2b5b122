import type { Hash } from 'node:crypto'

const slice = 1_048_576

/**
 * Feeds bytes to hashes, one MiB at a time with a turn of the event loop in between, so that no task of this thread
 * lasts more than a few milliseconds however large the block (T1.17).
 */
export const digest = async (bytes: Uint8Array, hashes: readonly Hash[]): Promise<void> => {
  for (let offset = 0; offset < bytes.length; offset += slice) {
    if (offset > 0) await new Promise((resolve) => setImmediate(resolve))
    const part = bytes.subarray(offset, offset + slice)
    for (const hash of hashes) hash.update(part)
  }
}
