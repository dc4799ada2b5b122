import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { extraction, passagesOf, textKindOf } from './pins.ts'

describe('what a file’s text is', () => {
  it.each([
    ['Letter.PDF', 'pdf'],
    ['notes.md', 'plain'],
    ['table.csv', 'plain'],
    ['photo.jpg', null],
    ['no ending', null],
  ])('P1.5: %s is read as %s', (name, kind) => expect(textKindOf(name)).toBe(kind))

  it('P1.6: passages hold every word of every page once, in order, and none is long', () => {
    const word = fc.stringMatching(/^[a-zäß日]{1,12}$/)
    const pages = fc.array(fc.array(word, { maxLength: 2_000 }), { maxLength: 4 })
    fc.assert(
      fc.property(pages, (written) => {
        const passages = passagesOf(
          written.map((words, index) => ({ page: index + 1, text: words.join(' ') })),
        )
        const wordsOf = (page: number) =>
          passages.filter((one) => one.page === page).flatMap(({ text }) => text.split(' '))
        for (const { text } of passages) expect(text.length).toBeLessThanOrEqual(extraction.passage)
        for (const [index, words] of written.entries()) expect(wordsOf(index + 1)).toEqual(words)
      }),
      { numRuns: 40 },
    )
  })
  it('P1.5: no more is kept than is looked at', () => {
    const pages = Array.from({ length: 60 }, (_, page) => ({ page, text: 'word '.repeat(20_000) }))
    const sum = passagesOf(pages).reduce((length, { text }) => length + text.length, 0)
    expect(sum).toBeLessThanOrEqual(extraction.characters)
  })
})
