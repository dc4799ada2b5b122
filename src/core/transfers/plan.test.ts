import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nameKey } from './names.ts'
import { ignoreRule } from './ignore.ts'
import { likeness, type LocalEntry, planFolder, type RemoteEntry } from './plan.ts'

const name = fc.constantFrom(
  'a',
  'A',
  'a (2)',
  'b.txt',
  'b (2).txt',
  'é',
  'e\u0301',
  '.DS_Store',
  'x/y',
  'dir',
)
const local: fc.Arbitrary<LocalEntry> = fc.oneof(
  fc.record({ kind: fc.constant('file' as const), name, size: fc.nat() }),
  fc.record({ kind: fc.constant('folder' as const), name }),
  fc.record({ kind: fc.constant('refused' as const), name, reason: fc.constant('source-missing' as const) }),
)
const remote: fc.Arbitrary<RemoteEntry> = fc.record({
  id: fc.uuid(),
  name,
  isFolder: fc.boolean(),
  size: fc.nat(),
})
const listing = fc.uniqueArray(remote, { selector: (entry) => entry.name })

/** The plan of a folder whose entries come in two lots, with the names for keeping both asked for at the end. */
const planOf = (entries: readonly LocalEntry[], existing: readonly RemoteEntry[], cut = 0) => {
  const planner = planFolder(existing, { path: '', ignored: ignoreRule([]), distinct: false })
  const lots = [entries.slice(0, cut), entries.slice(cut)].map((lot) => planner.take(lot))
  const files = lots
    .flatMap((lot) => lot.files)
    .map((file) => ({ ...file, otherName: file.conflict === null ? null : planner.otherName(file.name) }))
  return {
    files,
    folders: lots.flatMap((lot) => lot.folders),
    refused: lots.flatMap((lot) => lot.refused),
    ignored: lots.flatMap((lot) => lot.ignored),
  }
}

describe('the plan of one folder', () => {
  test('T1.30: every entry ends up in just one list', () => {
    fc.assert(
      fc.property(fc.array(local, { maxLength: 12 }), listing, fc.nat(12), (entries, existing, cut) => {
        const plan = planOf(entries, existing, cut)
        const placed = plan.files.length + plan.folders.length + plan.refused.length + plan.ignored.length
        expect(placed).toBe(entries.length)
      }),
    )
  })

  test('T1.34, T1.42: no two entries share a target, and a name for keeping both is nobody else’s', () => {
    fc.assert(
      fc.property(fc.array(local, { maxLength: 12 }), listing, fc.nat(12), (entries, existing, cut) => {
        const { files, folders } = planOf(entries, existing, cut)
        const names = [...files, ...folders].map((entry) => entry.name)
        expect(new Set(names).size).toBe(names.length)
        const others = files.flatMap(({ otherName }) => (otherName === null ? [] : [otherName]))
        const there = new Set([...existing.map((entry) => entry.name), ...names].map(nameKey))
        expect(others.every((other) => !there.has(nameKey(other)))).toBe(true)
        expect(new Set(others.map(nameKey)).size).toBe(others.length)
      }),
    )
  })

  test('T1.32: a file meets its namesake, a folder merges, and one kind never takes the other’s name', () => {
    const existing = [
      { id: '1', name: 'a.txt', isFolder: false, size: 3 },
      { id: '2', name: 'dir', isFolder: true, size: 0 },
      { id: '3', name: 'was a file', isFolder: false, size: 1 },
    ]
    const plan = planOf(
      [
        { kind: 'file', name: 'a.txt', size: 3 },
        { kind: 'folder', name: 'dir' },
        { kind: 'folder', name: 'was a file' },
      ],
      existing,
    )
    expect(plan.files).toMatchObject([
      { name: 'a.txt', conflict: { id: '1', size: 3 }, otherName: 'a (2).txt' },
    ])
    expect(plan.folders).toMatchObject([{ name: 'dir', id: '2' }])
    expect(plan.refused).toMatchObject([{ reason: 'exists' }])
  })
})

describe('T1.37: a file that is there already', () => {
  const there = { size: 10, createdAt: 1_000 }
  test.each([
    ['another size', { size: 11, modifiedAt: 500, there, receipt: null }, 'other'],
    ['unchanged since it came', { size: 10, modifiedAt: 900, there, receipt: null }, 'same'],
    ['changed since it came', { size: 10, modifiedAt: 1_100, there, receipt: null }, 'other'],
    [
      'unchanged since this computer sent that version',
      { size: 10, modifiedAt: 4_000, there, receipt: { verifiedAt: 5_000 } },
      'same',
    ],
    ['touched since then', { size: 10, modifiedAt: 6_000, there, receipt: { verifiedAt: 5_000 } }, 'look'],
  ] as const)('%s', (_, facts, expected) => {
    expect(likeness(facts)).toBe(expected)
  })
})
