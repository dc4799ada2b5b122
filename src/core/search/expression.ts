import type { SearchTerm } from './parse.ts'
import { queryWords } from './words.ts'

/**
 * The terms as a full-text expression: each a quoted phrase, all of them wanted; null when no term holds a letter or digit.
 * Tokens hold letters, digits and marks only, so nothing in them can be syntax.
 */
export const matchExpression = (terms: readonly SearchTerm[]): string | null => {
  const phrases = terms.flatMap((term) => {
    const { tokens, prefix } = queryWords(term.text, term.prefix)
    return tokens.length === 0 ? [] : [`"${tokens.join(' ')}"${prefix ? ' *' : ''}`]
  })
  return phrases.length === 0 ? null : phrases.join(' AND ')
}
