import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { capturesOf, capturesWholeNames, matchesGlob, parseGlob } from './glob.ts'

describe('patterns', () => {
  test.each([
    ['*.pdf', 'a.pdf', true],
    ['*.pdf', 'A.PDF', true],
    ['*.pdf', 'x/a.pdf', false],
    ['**/*.pdf', 'a.pdf', true],
    ['**/*.pdf', 'x/y/a.pdf', true],
    ['statements/**', 'statements/2025/a.pdf', true],
    ['statements/**/a.pdf', 'statements/a.pdf', true],
    ['statements/**/a.pdf', 'other/a.pdf', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['?', '', false],
    ['*', 'anything at all', true],
    ['a*b*c', 'a--b--c', true],
    ['a*b*c', 'a--c--b', false],
    ['caf\u00e9*', 'cafe\u0301 menu.pdf', true],
    ['a.c', 'abc', false],
    ['[a]', 'a', false],
  ] as const)('T1.120: %s and %s: %s', (pattern, path, fits) => {
    expect(matchesGlob(parseGlob(pattern), path)).toBe(fits)
  })

  test.each([
    ['statements/*_{client}.pdf', 'statements/2025_Miller Ltd.pdf', ['Miller Ltd']],
    [
      'statements/*_{client}.pdf',
      'Statements/2025_Q1_Miller_Ltd.PDF',
      ['Q1_Miller_Ltd', 'Miller_Ltd', 'Ltd'],
    ],
    ['statements/*_{client}.pdf', 'invoices/2025_Miller.pdf', []],
    ['{client}/**', 'Miller Ltd/2025/a.pdf', ['Miller Ltd']],
    ['**/{client}/*', 'x/Miller/a.pdf', ['Miller']],
    ['{client}.pdf', '.pdf', []],
    ['*{client}*.pdf', 'ab cd.pdf', ['ab', 'ab ', 'ab cd', ' ', ' cd', 'cd']],
  ] as const)('T1.120: %s finds in %s: %j', (pattern, path, captures) => {
    expect([...capturesOf(parseGlob(pattern, '{client}'), path)].sort()).toEqual([...captures].sort())
  })

  test('T1.120: a folder that is the client’s name alone is a label', () => {
    expect(capturesWholeNames(parseGlob('{client}/**', '{client}'))).toBe(true)
    expect(capturesWholeNames(parseGlob('*_{client}.pdf', '{client}'))).toBe(false)
  })

  test('T1.120: agrees with a regular expression on any pattern and name', () => {
    const piece = fc.constantFrom('a', 'b', '*', '?', '.', 'ab')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.stringMatching(/^[ab.]{0,8}$/), (pieces, name) => {
        fc.pre(pieces.length > 0 && !pieces.join('').includes('**') && name !== '')
        const expression = pieces
          .map((one) => (one === '*' ? '.*' : one === '?' ? '.' : one.replace('.', '\\.')))
          .join('')
        expect(matchesGlob(parseGlob(pieces.join('')), name)).toBe(new RegExp(`^${expression}$`).test(name))
      }),
    )
  })

  test('T1.120: a hostile pattern ends soon', () => {
    expect(matchesGlob(parseGlob(`${'*a'.repeat(100)}b`), 'a'.repeat(255))).toBe(false)
  })
})
