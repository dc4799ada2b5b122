import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blockIndex, blockName, blockRange, maxBlocks, planBlocks } from './blocks.ts'
import { ignoreRule } from './ignore.ts'
import { byteLength, isRefusedName, nameKey, uniqueName } from './names.ts'
import { type LocalEntry, planFolder, type RemoteEntry } from './plan.ts'
import { addSample, etaOf, rateOf, type Samples } from './rate.ts'
import { parseSas, sasStanding } from './sas.ts'

const name = fc.oneof(
  fc.constantFrom(
    ...['a.txt', 'A.txt', 'a (2).txt', 'é', 'e\u0301', 'É', '.DS_Store', 'x/y', '..', 'dir', 'x.tar.gz'],
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }),
)
const local: fc.Arbitrary<LocalEntry> = fc.oneof(
  fc.record({ kind: fc.constant('file' as const), name, size: fc.nat() }),
  fc.record({ kind: fc.constant('folder' as const), name }),
  fc.record({ kind: fc.constant('refused' as const), name, reason: fc.constant('source-missing' as const) }),
)
const entries = fc.array(local, { maxLength: 14 })
const oneEach = fc.uniqueArray(local, { selector: (entry) => entry.name, maxLength: 14 })
const remote: fc.Arbitrary<RemoteEntry> = fc.record({
  id: fc.uuid(),
  name,
  isFolder: fc.boolean(),
  size: fc.nat(),
})
const listing = fc.uniqueArray(remote, { selector: (entry) => entry.name })

const planOf = (found: readonly LocalEntry[], existing: readonly RemoteEntry[]) =>
  planFolder(existing, { path: '', ignored: ignoreRule([]), distinct: false }).take(found)

describe('the plan of any folder', () => {
  test('T1.30: sends, refuses or ignores each entry once, and only refuses with a reason it can name', () => {
    fc.assert(
      fc.property(entries, listing, (found, existing) => {
        const plan = planOf(found, existing)
        const placed = [...plan.files, ...plan.folders, ...plan.refused].map(({ entry }) => entry)
        expect(new Set(placed).size).toBe(placed.length)
        expect(placed.length + plan.ignored.length).toBe(found.length)
        for (const { entry, reason } of plan.refused) {
          if (reason === 'name-refused') expect(isRefusedName(entry.name)).toBe(true)
          else if (reason === 'exists') expect(existing.some((there) => there.name === entry.name)).toBe(true)
          else expect(entry.kind).toBe('refused')
        }
      }),
    )
  })

  test('T1.34: says the same of each entry in whatever order entries with different names come', () => {
    const shuffled = oneEach.chain((found) =>
      fc.tuple(fc.constant(found), fc.shuffledSubarray(found, { minLength: found.length })),
    )
    const decisions = (found: readonly LocalEntry[], existing: readonly RemoteEntry[]) => {
      const { files, folders, refused, ignored } = planOf(found, existing)
      return {
        files: new Map(files.map(({ entry, name: sent, conflict }) => [entry.name, { sent, conflict }])),
        folders: new Map(folders.map((folder) => [folder.entry.name, folder])),
        refused: new Map(refused.map(({ entry, reason }) => [entry.name, reason])),
        ignored: new Set(ignored),
      }
    }
    fc.assert(
      fc.property(shuffled, listing, ([one, other], existing) => {
        expect(decisions(other, existing)).toEqual(decisions(one, existing))
      }),
    )
  })

  test('T1.32, T1.33: once everything of it is there, the same drop finds all of it there and makes no folder', () => {
    fc.assert(
      fc.property(oneEach, listing, (found, existing) => {
        const first = planOf(found, existing)
        const made = [
          ...first.files.map((file) => ({
            id: `new ${file.name}`,
            name: file.name,
            isFolder: false,
            size: 1,
          })),
          ...first.folders.map((folder) => ({
            id: folder.id ?? 'new',
            name: folder.name,
            isFolder: true,
            size: 0,
          })),
        ]
        const after = [...existing.filter((there) => !made.some((each) => each.name === there.name)), ...made]
        const second = planOf(found, after)
        expect(second.files.map((file) => file.name)).toEqual(first.files.map((file) => file.name))
        expect(second.files.every(({ conflict }) => conflict !== null)).toBe(true)
        expect(second.folders.every(({ id }) => id !== null)).toBe(true)
        expect(second.refused).toEqual(first.refused)
      }),
    )
  })
})

describe('names made up', () => {
  test('T1.42, T1.43: are free, of at most 255 bytes where the first one was, and stay when they are free', () => {
    fc.assert(
      fc.property(
        fc.array(name),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
        (others, wanted) => {
          const taken = new Set([...others, wanted].map(nameKey))
          const made = uniqueName(wanted, taken)
          expect(taken.has(nameKey(made))).toBe(false)
          expect(uniqueName(made, taken)).toBe(made)
          expect(byteLength(made)).toBeLessThanOrEqual(255)
        },
      ),
    )
  })
})

describe('blocks of any file', () => {
  const shapes = fc.record({ size: fc.nat({ max: 2_000 }), most: fc.integer({ min: 1, max: 512 }) })

  test('T1.11: lie end to end from the first byte to the last, each no longer than a block', () => {
    fc.assert(
      fc.property(shapes, ({ size, most }) => {
        const plan = planBlocks(size, most)
        let end = 0
        for (let index = 0; index < plan.count; index += 1) {
          const { offset, length } = blockRange(plan, index)
          expect(offset).toBe(end)
          expect(length).toBeGreaterThan(0)
          expect(length).toBeLessThanOrEqual(plan.blockSize)
          end += length
        }
        expect(end).toBe(size)
        expect(() => blockRange(plan, plan.count)).toThrow(RangeError)
      }),
    )
  })

  test('T1.12: have ids of one length, in the order of the file, that no other transfer’s are', () => {
    const index = fc.integer({ min: 0, max: maxBlocks - 1 })
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), index, index, (id, other, a, b) => {
        const [first, second] = [blockName(id, a), blockName(id, b)]
        expect(first.length).toBe(second.length)
        expect(first < second).toBe(a < b)
        expect(blockIndex(id, first)).toBe(a)
        if (other !== id) expect(blockIndex(other, first)).toBeUndefined()
      }),
    )
  })
})

describe('a token of any life', () => {
  test('T1.20: goes from good to due to ended and never back, and is due while at least a moment is left', () => {
    const order = ['good', 'due', 'ended']
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 3_600_000 }),
        fc.array(fc.nat({ max: 4_000_000 })),
        (life, ages) => {
          const terms = { expiresAt: life, permissions: 'rw' }
          const sorted = [0, ...ages].sort((a, b) => a - b)
          const standings = sorted.map((age) => order.indexOf(sasStanding(terms, 0, age)))
          expect(standings).toEqual([...standings].sort((a, b) => a - b))
          expect(sasStanding(terms, 0, life - 1)).toBe('due')
          expect(sasStanding(terms, 0, life)).toBe('ended')
        },
      ),
    )
  })

  test('T1.20: is read whatever stands around its terms, and anything else is no token', () => {
    const extra = fc.array(fc.constantFrom('sv=2021', 'sr=c', 'sig=a%2Bb', 'spr=https', 'ske=x'))
    fc.assert(
      fc.property(extra, extra, fc.integer({ min: 0, max: 4_000_000_000_000 }), (before, after, at) => {
        const se = encodeURIComponent(new Date(at).toISOString())
        const token = [...before, `se=${se}`, 'sp=racw', ...after].join('&')
        expect(parseSas(token)).toEqual({ expiresAt: at, permissions: 'racw' })
        expect(parseSas(`?${token}`)).toEqual(parseSas(token))
      }),
    )
    fc.assert(fc.property(fc.string(), (text) => void parseSas(text)))
  })
})

describe('any flow of bytes', () => {
  const flow = fc.array(fc.record({ gap: fc.nat({ max: 5_000 }), bytes: fc.nat({ max: 1_000_000 }) }))
  const sample = (samples: readonly { readonly gap: number; readonly bytes: number }[]) => {
    let [kept, at]: [Samples, number] = [[], 0]
    for (const { gap, bytes } of samples) {
      at += gap
      kept = addSample(kept, at, bytes)
    }
    return { kept, at }
  }

  test('T1.70: needs few samples, has a rate that no byte is counted in twice, and none once it is over', () => {
    fc.assert(
      fc.property(flow, (samples) => {
        const { kept, at } = sample(samples)
        expect(kept.length).toBeLessThanOrEqual(34)
        const total = samples.reduce((sum, { bytes }) => sum + bytes, 0)
        expect(rateOf(kept, at)).toBeGreaterThanOrEqual(0)
        // The shortest stretch a rate is taken over is a second.
        expect(rateOf(kept, at)).toBeLessThanOrEqual(total)
        expect(rateOf(kept, at + 8_000)).toBe(0)
      }),
    )
  })

  test('T1.70: the time left is never negative, and unknown only while nothing moves', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(), (bytes, rate) => {
        const left = etaOf(bytes, rate)
        if (rate === 0) expect(left).toBeNull()
        else expect(left).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})
