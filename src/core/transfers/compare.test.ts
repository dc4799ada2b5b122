import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareFolder, countRows, folderStates, isSendable, type TreeRow, visibleRows } from './compare.ts'
import type { LocalEntry, RemoteEntry } from './plan.ts'

const file = (name: string, size: number): LocalEntry => ({ kind: 'file', name, size })
const folder = (name: string): LocalEntry => ({ kind: 'folder', name })
const there = (name: string, size: number, isFolder = false): RemoteEntry => ({
  ...{ id: `id ${name}`, name, size, isFolder },
})

describe('one folder on both sides', () => {
  test('T1.45: by name and size; folders first; ignored names on neither side', () => {
    const rows = compareFolder(
      [file('a', 1), file('b', 2), folder('d'), folder('x'), file('y', 1), file('.DS_Store', 9)],
      [there('a', 1), there('b', 3), there('c', 4), there('d', 0, true), there('x', 5), there('y', 0, true)],
    )
    expect(rows.map(({ name, isFolder, state }) => [name, isFolder, state])).toEqual([
      ['d', true, 'same'],
      ['x', true, 'clash'],
      ['a', false, 'same'],
      ['b', false, 'differs'],
      ['c', false, 'only-there'],
      ['y', false, 'clash'],
    ])
    expect(rows.filter(isSendable).map(({ name }) => name)).toEqual(['b'])
  })

  test('T1.45: what can’t be read or has a refused name is named with its reason', () => {
    const unreadable: LocalEntry = { kind: 'refused', name: 'locked', reason: 'source-unreadable' }
    const rows = compareFolder([unreadable, file('be\u0007ll', 1)], [])
    expect(rows.map(({ state, reason }) => [state, reason])).toEqual([
      ['refused', 'name-refused'],
      ['refused', 'source-unreadable'],
    ])
  })

  test('T1.46: twins by case and by Unicode form are told apart and name each other', () => {
    const rows = compareFolder(
      [file('Report.pdf', 1), file('\u00e9.txt', 1)],
      [there('report.pdf', 1), there('e\u0301.txt', 1)],
    )
    expect(Object.fromEntries(rows.map(({ name, state, twin }) => [name, [state, twin]]))).toEqual({
      'Report.pdf': ['only-here', 'report.pdf'],
      'report.pdf': ['only-there', 'Report.pdf'],
      '\u00e9.txt': ['only-here', 'e\u0301.txt'],
      'e\u0301.txt': ['only-there', '\u00e9.txt'],
    })
  })

  test('T1.45: whatever the two sides hold, every entry is told of exactly once', () => {
    const name = fc.constantFrom('a', 'A', 'b', '\u00e9', 'e\u0301', 'c')
    const local = fc.uniqueArray(
      fc.record({ kind: fc.constantFrom('file' as const, 'folder' as const), name, size: fc.nat(2) }),
      { selector: (entry) => entry.name },
    )
    const remote = fc.array(fc.record({ id: fc.uuid(), name, size: fc.nat(2), isFolder: fc.boolean() }))
    fc.assert(
      fc.property(local, remote, (here, far) => {
        const rows = compareFolder(here, far)
        expect(rows.flatMap((row) => row.here ?? [])).toHaveLength(here.length)
        expect(new Set(rows.flatMap((row) => row.there?.id ?? [])).size).toBe(
          new Set(far.map(({ id }) => id)).size,
        )
        for (const row of rows) expect([row.here?.name, row.there?.name]).toContain(row.name)
      }),
    )
  })
})

const tree = (...rows: readonly [string, TreeRow['state'], number?][]): readonly TreeRow[] =>
  rows.map(([path, state, bytes = 0]) => ({
    ...{ path: path.replace(/\/$/, ''), isFolder: path.endsWith('/'), state, bytes },
    depth: path.replace(/\/$/, '').split('/').length - 1,
  }))

const whole = tree(
  ['a/', 'same'],
  ['a/b/', 'same'],
  ['a/b/x', 'differs', 3],
  ['a/y', 'same', 4],
  ['c/', 'same'],
  ['c/z', 'same', 5],
  ['new/', 'only-here'],
  ['new/n', 'only-here', 6],
  ['top', 'only-there', 7],
)
const shown = (filter: Parameters<typeof visibleRows>[1], closed: readonly string[] = []): string[] =>
  visibleRows(whole, filter, new Set(closed)).flatMap((index) => whole[index]?.path ?? [])

describe('the tree', () => {
  test('T1.45: a folder differs when anything below it does', () => {
    expect(folderStates(whole)).toEqual([
      ...['differs', 'differs', 'differs', 'same', 'same', 'same', 'only-here', 'only-here', 'only-there'],
    ])
  })

  test('T1.45: files are counted, folders are not', () => {
    expect(countRows(whole)).toMatchObject({
      ...{ same: { files: 2, bytes: 9 }, differs: { files: 1, bytes: 3 } },
      ...{ 'only-here': { files: 1, bytes: 6 }, 'only-there': { files: 1, bytes: 7 } },
    })
  })

  test('T1.45: a filter keeps the folders its files lie in; a folded folder hides what is below', () => {
    expect(shown('all')).toHaveLength(9)
    expect(shown('different')).toEqual(['a', 'a/b', 'a/b/x', 'new', 'new/n', 'top'])
    expect(shown('only-here')).toEqual(['new', 'new/n'])
    expect(shown('all', ['a'])).toEqual(['a', 'c', 'c/z', 'new', 'new/n', 'top'])
    expect(shown('all', ['a/b', 'c'])).toEqual(['a', 'a/b', 'a/y', 'c', 'new', 'new/n', 'top'])
  })
})
