import { describe, expect, test } from 'vitest'
import type { SpaceId } from '../space.ts'
import { fanOutByRule, fanOutByTable, spaceDirectory } from './fan-out.ts'
import { ruleProblem } from './fan-out-rule.ts'
import { delimiterOf, readTable } from './fan-out-table.ts'
import { type NamedSpace, wrongClientGuard } from './wrong-client.ts'

const named = (...names: readonly string[]): readonly NamedSpace[] =>
  names.map((name, index) => ({ id: `s${index}` as SpaceId, name }))

const office = named(
  'Miller Ltd',
  'Anna Miller',
  'Harper & Lowe LLP',
  'Müller-Straße GmbH',
  'Acme North',
  'Acme South',
  'ACME north',
  'O’Neil Partners',
  'Société Générale d’Été',
)
const directory = spaceDirectory(office)
const outcome = (rule: string, path: string): string => {
  const match = fanOutByRule(rule, directory).match(path)
  switch (match.kind) {
    case 'matched':
      return match.space.name
    case 'ambiguous':
      return `? ${match.spaces.map(({ name }) => name).join(' / ')}`
    case 'unmatched':
      return `- ${match.client ?? ''}`
  }
}

describe('fan-out by a rule', () => {
  test.each([
    ['statements/*_{client}.pdf', 'statements/2025_Miller Ltd.pdf', 'Miller Ltd'],
    ['statements/*_{client}.pdf', 'statements/2025_miller_ltd.pdf', 'Miller Ltd'],
    ['statements/*_{client}.pdf', 'statements/2025_MILLER-LTD.pdf', 'Miller Ltd'],
    // The legal form may be missing, or another way of writing "and" stand there.
    ['*_{client}.pdf', '2025_Miller.pdf', 'Miller Ltd'],
    ['*_{client}.pdf', '2025_Harper and Lowe.pdf', 'Harper & Lowe LLP'],
    ['*_{client}.pdf', '2025_harper-lowe-llp.pdf', 'Harper & Lowe LLP'],
    ['*_{client}.pdf', '2025_Muller Strasse GmbH.pdf', 'Müller-Straße GmbH'],
    ['*_{client}.pdf', "2025_societe generale d'ete.pdf", 'Société Générale d’Été'],
    ['*_{client}.pdf', 'x_ONeil_Partners.pdf', 'O’Neil Partners'],
    // The longest text that is a name.
    ['*_{client}.pdf', '2025_Anna_Miller.pdf', 'Anna Miller'],
    ['*{client}*.pdf', 'statement for Anna Miller final.pdf', 'Anna Miller'],
    ['{client}/**', 'Anna Miller/2025/a.pdf', 'Anna Miller'],
    // Two spaces of one name: nothing is guessed.
    ['*_{client}.pdf', '2025_Acme North.pdf', '? Acme North / ACME north'],
    ['*_{client}.pdf', '2025_Acme South.pdf', 'Acme South'],
    ['*_{client}.pdf', '2025_Acme.pdf', '- Acme'],
    ['*_{client}.pdf', '2025_Nobody & Co.pdf', '- Nobody & Co'],
    ['*_{client}.pdf', 'readme.txt', '- '],
  ])('T1.120, T1.121: %s sends %s to: %s', (rule, path, expected) => {
    expect(outcome(rule, path)).toBe(expected)
  })

  test('T1.120: what is no rule is told so', () => {
    expect(['', 'a/*.pdf', '{client}_{client}', '*_{client}.pdf'].map(ruleProblem)).toEqual([
      'empty',
      'no-client',
      'two-clients',
      null,
    ])
  })

  test('T1.123: a folder that is the client’s name is a label for that space alone', () => {
    const rule = fanOutByRule('{client}/**', directory)
    const [miller, anna] = office
    if (miller === undefined || anna === undefined) throw new Error('No spaces')
    expect(rule.isLabel('miller_ltd', miller)).toBe(true)
    expect(rule.isLabel('miller_ltd', anna)).toBe(false)
    expect(fanOutByRule('x/*{client}.pdf', directory).isLabel('miller_ltd', miller)).toBe(false)
  })
})

describe('fan-out by a table', () => {
  const lines = (...rows: readonly (readonly string[])[]) =>
    rows.map((cells, index) => ({ line: index + 1, cells }))

  test('T1.122: columns by their headings in any order, or path first and space second', () => {
    expect(readTable(lines(['Amount', 'Client', 'File name'], ['3', 'Miller Ltd', 'a.pdf'])).entries).toEqual(
      [{ line: 2, pattern: 'a.pdf', space: 'Miller Ltd' }],
    )
    expect(readTable(lines(['a.pdf', 'Miller Ltd'])).entries).toEqual([
      { line: 1, pattern: 'a.pdf', space: 'Miller Ltd' },
    ])
  })

  test('T1.122: lines that say too little are named, empty ones are not', () => {
    expect(
      readTable(lines(['path', 'space'], ['a.pdf', ''], ['', ''], ['', 'Miller Ltd'], ['b.pdf'])),
    ).toEqual({
      entries: [],
      problems: [
        { line: 2, reason: 'no-space' },
        { line: 4, reason: 'no-path' },
        { line: 5, reason: 'no-space' },
      ],
    })
  })

  test.each([
    ['path,space', ','],
    ['path;space', ';'],
    ['path\tspace', '\t'],
    ['"a, b, c";d', ';'],
    ['only one', ','],
  ] as const)('T1.122: %j is parted by %j', (text, delimiter) => {
    expect(delimiterOf(text)).toBe(delimiter)
  })

  test('T1.122: whole paths before patterns, names in any folder, contradictions are ambiguous', () => {
    const table = fanOutByTable(
      [
        { line: 1, pattern: 'statements\\a.pdf', space: 'Miller Ltd' },
        { line: 2, pattern: 'statements/*.pdf', space: 'Anna Miller' },
        { line: 3, pattern: 'b.pdf', space: 'Acme South' },
        { line: 4, pattern: 'c*.pdf', space: 's2' },
        { line: 5, pattern: 'nothing.pdf', space: 'Acme South' },
        { line: 6, pattern: 'd.pdf', space: 'Nobody' },
      ],
      directory,
    )
    expect(table.match('statements/A.pdf')).toMatchObject({ kind: 'matched', space: { name: 'Miller Ltd' } })
    expect(table.match('statements/x.pdf')).toMatchObject({ kind: 'matched', space: { name: 'Anna Miller' } })
    expect(table.match('deep/below/b.pdf')).toMatchObject({ kind: 'matched', space: { name: 'Acme South' } })
    expect(table.match('statements/b.pdf')).toMatchObject({ kind: 'ambiguous' })
    expect(table.match('deep/c1.pdf')).toMatchObject({ kind: 'matched', space: { id: 's2' } })
    expect(table.match('d.pdf')).toEqual({ kind: 'unmatched', client: 'Nobody' })
    expect(table.match('e.pdf')).toEqual({ kind: 'unmatched', client: null })
    expect(table.unused().map(({ line }) => line)).toEqual([5])
  })
})

describe('the wrong-client guard', () => {
  const spaces = named(
    'Miller Ltd',
    'Harper & Lowe LLP',
    'Summit Design',
    'Year end 2026',
    'Acme North',
    'Acme South',
    'Lee',
  )
  const guard = wrongClientGuard(spaces)
  const own = (name: string): SpaceId => {
    const space = spaces.find((one) => one.name === name)
    if (space === undefined) throw new Error(`No space ${name}`)
    return space.id
  }
  test.each([
    ['Statement Miller.pdf', 'Harper & Lowe LLP', 'Miller Ltd'],
    ['statement_MILLER_2025.pdf', 'Harper & Lowe LLP', 'Miller Ltd'],
    ['Statement Miller.pdf', 'Miller Ltd', null],
    // Part of a word is no word; short names are in too many words.
    ['Millers crossing.pdf', 'Harper & Lowe LLP', null],
    ['Lee.pdf', 'Harper & Lowe LLP', null],
    // It speaks of its own client too.
    ['Miller v Harper.pdf', 'Harper & Lowe LLP', null],
    // Everyday words name nobody.
    ['design brief.pdf', 'Harper & Lowe LLP', null],
    ['Year end 2026.pdf', 'Harper & Lowe LLP', null],
    ['Summit notes.pdf', 'Harper & Lowe LLP', 'Summit Design'],
    // A word of two spaces' tells nothing alone.
    ['Acme.pdf', 'Harper & Lowe LLP', null],
    ['Acme North.pdf', 'Harper & Lowe LLP', 'Acme North'],
    ['Acme North.pdf', 'Acme South', 'Acme North'],
    ['Acme.pdf', 'Acme South', null],
    ['2026.pdf', 'Miller Ltd', null],
  ])('T1.124: %s on its way to %s speaks of %s', (name, to, expected) => {
    expect(guard(name, own(to))?.name ?? null).toBe(expected)
  })
})
