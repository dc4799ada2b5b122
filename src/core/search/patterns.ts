import { fold } from './fold.ts'
import type { SearchTerm } from './parse.ts'

const unspacedLetter =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** The term as a pattern over folded text: its words in order, whatever stands between them, ending in a word or its beginning. */
export const patternOf = (term: SearchTerm): RegExp | undefined => {
  const parts = fold(term.text).match(/[\p{L}\p{N}\p{M}]+/gu)
  if (parts === null) return undefined
  const first = parts[0].charAt(0)
  const last = parts.at(-1) ?? ''
  const start = unspacedLetter.test(first) ? '' : '(?<![\\p{L}\\p{N}\\p{M}])'
  const end = term.prefix || unspacedLetter.test(last.at(-1) ?? '') ? '' : '(?![\\p{L}\\p{N}\\p{M}])'
  return new RegExp(start + parts.map(escaped).join('[^\\p{L}\\p{N}\\p{M}]+') + end, 'gu')
}
