import { fold } from './fold.ts'
import type { SearchTerm } from './parse.ts'
import { patternOf } from './patterns.ts'

const day = 86_400_000

const count = (text: string, pattern: RegExp, atMost: number): number => {
  let found = 0
  pattern.lastIndex = 0
  while (found < atMost && pattern.exec(text) !== null) found += 1
  return found
}

/** A text's length, in characters, that neither helps nor harms it. */
const usualLength = 160

/**
 * Q1.6: how well a text answers the terms, from 0 up: each term counts by how often it stands there (soon saturated), as
 * a whole word more than as a beginning; a short text more than a long one; terms that stand together as typed once more.
 */
export const createRelevance = (terms: readonly SearchTerm[]): ((text: string) => number) => {
  const patterns = terms.flatMap((term) => {
    const any = patternOf(term)
    const whole = patternOf({ ...term, prefix: false })
    return any === undefined || whole === undefined ? [] : [{ any, whole: term.prefix ? whole : null }]
  })
  const last = terms.at(-1)
  const together =
    terms.length > 1 && last !== undefined
      ? patternOf({ text: terms.map(({ text }) => text).join(' '), prefix: last.prefix })
      : undefined
  return (text) => {
    const folded = fold(text)
    const length = 0.6 + (0.4 * folded.length) / usualLength
    let sum = 0
    for (const { any, whole } of patterns) {
      const times = count(folded, any, 8)
      const worth = whole === null || count(folded, whole, 1) === 1 ? 1 : 0.7
      sum += (worth * times * 1.6) / (times + 0.6 * length)
    }
    return together !== undefined && count(folded, together, 1) === 1 ? sum + 1 : sum
  }
}

/**
 * A1.13: how far up a hit belongs; larger is better. Age halves a hit's weight every half year, down to a third: a good
 * old match still beats a poor fresh one.
 */
export const score = (relevance: number, at: number, now: number): number => {
  const age = Math.max(0, now - at) / day
  return relevance * (1 / 3 + (2 / 3) * 0.5 ** (age / 182))
}
