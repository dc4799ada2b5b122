import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchExpression } from './expression.ts'
import { endingOf, messageFacets } from './facets.ts'
import { fold, foldWithOrigins } from './fold.ts'
import { naturalKey } from './natural-key.ts'
import { parseSearch } from './parse.ts'
import { createRelevance, score } from './rank.ts'
import { bestFound, tiers } from './ranked.ts'
import { markText } from './snippet.ts'
import { rowsBetween, wordRow } from './time-order.ts'
import { indexText, queryWords, words } from './words.ts'

const utc = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day)
const parse = (text: string) => parseSearch(text, utc)

describe('fold', () => {
  it.each([
    ['Ünïcödé', 'unicode'],
    ['STRASSE Straße', 'strasse strasse'],
    ['Łódź', 'lodz'],
    ['İstanbul', 'istanbul'],
    ['ＦＵＬＬ', 'full'],
    ['ﬁle', 'file'],
    ['е\u0308', 'е'],
    ['zero\u200bwidth', 'zerowidth'],
    ['が', 'が'],
    ['가', '가'],
  ])('A1.9: %s is compared as %s', (text, folded) => expect(fold(text)).toBe(folded))

  it('A1.9: a folded letter knows where in the text it came from', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        const { folded, origins } = foldWithOrigins(text)
        expect(origins).toHaveLength(folded.length)
        for (const at of origins) expect(at).toBeLessThan(text.length)
      }),
    )
  })
})

describe('words', () => {
  it.each([
    ['日本語', ['日本', '本語', '語']],
    ['日本abc', ['日本', '本', 'abc']],
    ['foo-bar.pdf', ['foo', 'bar', 'pdf']],
    ['a b', ['a', 'b']],
  ])('A1.10: %s', (text, tokens) => expect(words(text)).toEqual(tokens))

  it('A1.10: any stretch of unspaced text is found in it', () => {
    const letter = fc.constantFrom(...Array.from('日本語契約書確認カタ가나กข'))
    fc.assert(
      fc.property(fc.array(letter, { minLength: 1, maxLength: 12 }), fc.nat(), fc.nat(), (letters, a, b) => {
        const from = a % letters.length
        const to = from + 1 + (b % (letters.length - from))
        const { tokens, prefix } = queryWords(letters.slice(from, to).join(''), false)
        const there = ` ${indexText(letters.join(''))}`
        expect(`${there} `).toContain(` ${tokens.join(' ')}${prefix ? '' : ' '}`)
      }),
    )
  })
})

describe('parseSearch', () => {
  it('A1.11: reads words, phrases and filters', () => {
    expect(parse('from:anna "tax return" in:"Big Co" after:2026-03 before:2026-03-05 type:pdf rep')).toEqual({
      terms: [
        { text: 'tax return', prefix: false },
        { text: 'rep', prefix: true },
      ],
      filter: {
        from: ['anna'],
        in: ['Big Co'],
        after: utc(2026, 3, 1),
        before: utc(2026, 3, 5),
        kinds: ['file'],
        endings: ['pdf'],
      },
    })
  })
  it('A1.11: what is no filter is searched as words', () => {
    expect(parse('before:soon http://x re: ').terms.map(({ text }) => text)).toEqual([
      'before:soon',
      'http://x',
      're:',
    ])
  })
  it('A1.11: nothing typed can break the expression', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const expression = matchExpression(parse(text).terms)
        expect(expression === null || /^"[^"]+"( \*)?( AND "[^"]+"( \*)?)*$/u.test(expression)).toBe(true)
      }),
    )
  })
})

describe('markText', () => {
  const shown = (pieces: ReturnType<typeof markText>): string =>
    pieces.map(({ text, hit }) => (hit ? `[${text}]` : text)).join('')
  it.each([
    ['Die Straße ist zu', 'strasse', 'Die [Straße] ist zu'],
    ['budget, Budgets, rebudget', '"budget"', '[budget], Budgets, rebudget'],
    ['budget, Budgets, rebudget', 'budg', '[budg]et, [Budg]ets, rebudget'],
    ['請確認日本語の契約書', '日本語', '請確認[日本語]の契約書'],
    ['<b>bold</b>', 'bold', '<b>[bold]</b>'],
    ['tax\n  return', '"tax return"', '[tax return]'],
  ])('A1.12: marks in %s what %s found', (text, query, expected) => {
    expect(shown(markText(text, parse(query).terms, 100))).toBe(expected)
  })
  it('A1.12: shows the stretch around the first match, and never half a character', () => {
    const text = `${'word '.repeat(100)}needle ${'👩‍👧 tail '.repeat(100)}`
    const pieces = markText(text, parse('needle').terms, 80)
    expect(shown(pieces)).toMatch(/^….*\[needle\].*…$/u)
    expect(shown(pieces).length).toBeLessThan(130)
    expect(() => encodeURIComponent(shown(pieces))).not.toThrow()
  })
})

describe('order', () => {
  it('sorts names as people do', () => {
    const names = ['scan 10', 'Scan 2', 'Élan', 'scan 1', 'dossier', 'Scan 002b']
    expect([...names].sort((a, b) => (naturalKey(a) < naturalKey(b) ? -1 : 1))).toEqual([
      'dossier',
      'Élan',
      'scan 1',
      'Scan 2',
      'Scan 002b',
      'scan 10',
    ])
  })
  it('A1.13: of two equal matches the newer is shown first, but a much better one wins over a new one', () => {
    const now = 1e12
    expect(score(2, now, now)).toBeGreaterThan(score(2, now - 1e10, now))
    expect(score(9, 0, now)).toBeGreaterThan(score(2, now, now))
  })
  it.each([
    ['invoice', 'invoice, invoice and invoice', 'invoice among other things'],
    ['invoice', 'the invoice', `the invoice ${'and what belongs to it '.repeat(20)}`],
    ['tax return', 'your tax return is here', 'a return of the tax'],
    ['invo', 'invo', 'invoice'],
    ['契約 ', '契約契約', '契約書を確認してください'],
  ])('Q1.6: for “%s”, “%s” is better than “%s”', (query, better, worse) => {
    const relevance = createRelevance(parse(query).terms)
    expect(relevance(better)).toBeGreaterThan(relevance(worse))
    expect(relevance(worse)).toBeGreaterThan(0)
  })
  it('Q1.8: several lists become one, names first, the best of each kind first', () => {
    const named = (tier: number, points: number, hit: string) => ({ tier, score: points, hit })
    const lists = [
      [named(tiers.space, 1, 'a'), named(tiers.thing, 5, 'b')],
      [named(tiers.person, 9, 'c'), named(tiers.thing, 7, 'd'), named(tiers.thing, 1, 'e')],
    ]
    expect(bestFound(lists, 4).map(({ hit }) => hit)).toEqual(['a', 'c', 'd', 'b'])
  })
})

describe('the order of the index', () => {
  const time = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2200, 0) })
  const number = fc.integer({ min: 1, max: 2 ** 28 - 1 })
  it('Q1.1: rows follow the hours, hold the number, and are exact', () => {
    fc.assert(
      fc.property(number, time, number, time, (a, at, b, bt) => {
        expect(Number.isSafeInteger(wordRow(a, at))).toBe(true)
        expect(wordRow(a, at) % 2 ** 28).toBe(a)
        if (bt >= at + 3_600_000 && at >= Date.UTC(2000, 0)) {
          expect(wordRow(a, at)).toBeLessThan(wordRow(b, bt))
        }
      }),
    )
  })
  it('Q1.1: a stretch of time leaves out no row that belongs to it', () => {
    fc.assert(
      fc.property(number, time, time, time, (a, at, after, before) => {
        const { first, last } = rowsBetween(after, before)
        const inside = wordRow(a, at) >= first && wordRow(a, at) <= last
        expect(inside || at < after || at >= before).toBe(true)
      }),
    )
  })
  it('Q1.2: no text a person types or reads can be a facet', () => {
    const facet = (text: string): boolean => /[\u{f0000}-\u{fffff}]/u.test(text)
    expect(facet(messageFacets(1, 'u'))).toBe(true)
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(facet(indexText(`${text} \u{f0010}x`))).toBe(false)
      }),
    )
  })
  it.each([
    ['report.PDF', 'pdf'],
    ['archive.tar.gz', 'gz'],
    ['.gitignore', ''],
    ['no ending', ''],
  ])('Q1.2: the ending of %s is “%s”', (name, ending) => expect(endingOf(name)).toBe(ending))
})
