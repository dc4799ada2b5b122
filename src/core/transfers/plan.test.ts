import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nameKey } from './names.ts'
import { type LocalEntry, planFolder, type RemoteEntry } from './plan.ts'

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

describe('the plan of one folder', () => {
  test('T1.30: every entry ends up in just one list', () => {
    fc.assert(
      fc.property(fc.array(local, { maxLength: 12 }), listing, (entries, existing) => {
        const plan = planFolder(entries, existing)
        const placed = plan.files.length + plan.folders.length + plan.refused.length + plan.ignored.length
        expect(placed).toBe(entries.length)
      }),
    )
  })

  test('T1.34, T1.42: no two entries share a target, and a name for keeping both is nobody else’s', () => {
    fc.assert(
      fc.property(fc.array(local, { maxLength: 12 }), listing, (entries, existing) => {
        const { files, folders } = planFolder(entries, existing)
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
    const plan = planFolder(
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
