import { createHash, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMd5Pairs } from './md5-pair.ts'

const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('base64')

test('T1.17: the MD5 of each piece and of the whole are those that Node computes', () => {
  const open = createMd5Pairs()
  const lengths = fc.tuple(
    fc.integer({ min: 1, max: 3_000 }),
    fc.integer({ min: 0, max: 4 }),
    fc.integer({ min: 0, max: 200_000 }),
  )
  fc.assert(
    fc.property(lengths, ([blocks, count, last]) => {
      const pieces = [...Array<number>(count).fill(blocks * 64), last].map((length) => randomBytes(length))
      const pair = open()
      expect(pieces.map((piece) => pair.piece(piece))).toEqual(pieces.map(md5))
      expect(pair.digest()).toBe(md5(Buffer.concat(pieces)))
    }),
    { numRuns: 60 },
  )
})

test('T1.17: pieces of a length that is no multiple of 64', () => {
  const pieces = [100, 100, 37].map((length) => randomBytes(length))
  const pair = createMd5Pairs()()
  expect(pieces.map((piece) => pair.piece(piece))).toEqual(pieces.map(md5))
  expect(pair.digest()).toBe(md5(Buffer.concat(pieces)))
})

test('T1.17: every length around the padding of MD5', () => {
  const open = createMd5Pairs()
  for (let length = 0; length <= 130; length += 1) {
    const bytes = randomBytes(length)
    const pair = open()
    expect(pair.piece(bytes)).toBe(md5(bytes))
    expect(pair.digest()).toBe(md5(bytes))
  }
})

test('two files in turn do not disturb each other', () => {
  const open = createMd5Pairs()
  const [a, b] = [randomBytes(128), randomBytes(192)]
  const [first, second] = [open(), open()]
  first.piece(a)
  second.piece(b)
  first.piece(b)
  second.piece(a)
  expect(first.digest()).toBe(md5(Buffer.concat([a, b])))
  expect(second.digest()).toBe(md5(Buffer.concat([b, a])))
})
