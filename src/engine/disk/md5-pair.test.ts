import { createHash, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMd5Pair } from './md5-pair.ts'

const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('base64')

test('T1.17: the MD5 of each piece and of the whole are those that Node computes', () => {
  const lengths = fc.tuple(
    fc.integer({ min: 1, max: 3_000 }),
    fc.integer({ min: 0, max: 4 }),
    fc.integer({ min: 0, max: 200_000 }),
  )
  fc.assert(
    fc.property(lengths, ([blocks, count, last]) => {
      const pieces = [...Array<number>(count).fill(blocks * 64), last].map((length) => randomBytes(length))
      const pair = createMd5Pair()
      expect(pieces.map((piece) => pair.piece(piece))).toEqual(pieces.map(md5))
      expect(pair.digest()).toBe(md5(Buffer.concat(pieces)))
    }),
    { numRuns: 60 },
  )
})

test('T1.17: bytes that begin anywhere in memory have the same MD5', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 300 }), (offset, length) => {
      const bytes = new Uint8Array(new SharedArrayBuffer(512)).fill(0x5a).subarray(offset, offset + length)
      bytes.set(randomBytes(length))
      expect(createMd5Pair().piece(bytes)).toBe(md5(bytes))
    }),
  )
})

test('T1.17: pieces of any length, one after another', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 12 }), (lengths) => {
      const pieces = lengths.map((length) => randomBytes(length))
      const pair = createMd5Pair()
      expect(pieces.map((piece) => pair.piece(piece))).toEqual(pieces.map(md5))
      expect(pair.digest()).toBe(md5(Buffer.concat(pieces)))
    }),
  )
})
