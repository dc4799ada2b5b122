import type { SearchTerm } from './parse.ts'
import { queryWords } from './words.ts'

/**
 * The terms as a full-text expression: each a quoted phrase, all of them wanted; null when no term holds a letter or digit.
 * Tokens hold letters, digits and marks only, so nothing in them can be syntax.
 * `single`: whether a single letter of a spaced script may be a beginning (Q1.4: among names, but not among messages).
 */
export const matchExpression = (
  terms: readonly SearchTerm[],
  single: 'beginning' | 'word' = 'word',
): string | null => {
  const phrases = terms.flatMap((term) => {
    const { tokens, prefix, unspaced } = queryWords(term.text, term.prefix)
    const last = tokens.at(-1)
    if (last === undefined) return []
    const alone = single === 'word' && !unspaced && tokens.length === 1 && last.length === 1
    return [`"${tokens.join(' ')}"${prefix && !alone ? ' *' : ''}`]
  })
  return phrases.length === 0 ? null : phrases.join(' AND ')
}
