import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  blockIndex,
  blockName,
  blockRange,
  bytesOf,
  emptyBitmap,
  hasBit,
  isFull,
  isSingle,
  maxBlockBytes,
  maxBlocks,
  planBlocks,
  withBit,
} from './blocks.ts'

const gibibyte = 1024 ** 3

describe('the block plan', () => {
  test.each([
    [0, 0, true],
    [1, 1, true],
    [maxBlockBytes - 1, 1, true],
    [maxBlockBytes, 1, true],
    [maxBlockBytes + 1, 2, false],
    [4 * gibibyte + 1, 513, false],
  ])('T1.10, T1.11: %i bytes are %i blocks, by one request: %s', (size, count, single) => {
    const plan = planBlocks(size)
    expect([plan.count, isSingle(plan)]).toEqual([count, single])
  })

  test('T1.11: blocks cover the file exactly, stay under the limit, and are 8 MiB as long as that does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4000 * gibibyte }), (size) => {
        const plan = planBlocks(size)
        expect(plan.count).toBeLessThanOrEqual(maxBlocks)
        if (size <= maxBlockBytes * maxBlocks) expect(plan.blockSize).toBe(maxBlockBytes)
        if (plan.count === 0) return
        const last = blockRange(plan, plan.count - 1)
        expect(last.offset + last.length).toBe(size)
        expect(last.length).toBeGreaterThan(0)
      }),
    )
  })

  test('T1.12: all ids of a blob have one length and give back their index', () => {
    const id = '0b5c8f5e-7a0e-4a53-9d34-5a3a30a3b7a1'
    for (const index of [0, 9, 10, 4711, 49_999]) {
      expect(blockName(id, index)).toHaveLength(42)
      expect(blockIndex(id, blockName(id, index))).toBe(index)
    }
    expect(blockIndex(id, blockName('another', 1))).toBeUndefined()
  })

  test('T1.16: a bitmap holds just the bits that were set, and counts their bytes', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat({ max: 99 })), (indexes) => {
        const plan = planBlocks(99 * 10 + 3, 10)
        const bitmap = indexes.reduce(withBit, emptyBitmap(plan.count))
        const bytes = indexes.reduce((sum, index) => sum + blockRange(plan, index).length, 0)
        expect(indexes.every((index) => hasBit(bitmap, index))).toBe(true)
        expect(bytesOf(plan, bitmap)).toBe(bytes)
        expect(isFull(plan, bitmap)).toBe(indexes.length === 100)
      }),
    )
  })
})
