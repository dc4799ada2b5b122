import { fold } from './fold.ts'

const word = /[\p{L}\p{N}\p{M}]+/gu

/** Scripts that are written without spaces, or with endings grown onto the word. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}ー々]/u
const runs =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}ー々]+|[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}ー々]+/gu

// A Thai vowel sign above its consonant is a mark: a bigram is two letters with the marks that belong to them.
const letters = (run: string): readonly string[] => run.match(/\P{M}\p{M}*|\p{M}+/gu) ?? []

const pairs = (run: string): readonly string[] => {
  const parts = letters(run)
  return parts.map((part, index) => part + (parts[index + 1] ?? ''))
}

/**
 * A1.10: the words of a text, folded. Runs of unspaced scripts become overlapping pairs of letters and a last single
 * one, so that every letter begins a token: 日本語 → 日本 本語 語.
 */
export const words = (text: string): readonly string[] =>
  (fold(text).match(word) ?? []).flatMap((found) =>
    unspaced.test(found)
      ? (found.match(runs) ?? []).flatMap((run) => (unspaced.test(run) ? pairs(run) : [run]))
      : [found],
  )

/** What goes into the full-text index for a text. */
export const indexText = (text: string): string => words(text).join(' ')

export type QueryWords = {
  readonly tokens: readonly string[]
  readonly prefix: boolean
  /** The last token is of a script written without spaces. */
  readonly unspaced: boolean
}

/**
 * The tokens a searched word or phrase stands for, in order; `prefix`: the last of them may be a word's beginning.
 * A single letter of an unspaced script is always a beginning, as the index holds it as part of a pair.
 */
export const queryWords = (text: string, prefix: boolean): QueryWords => {
  const tokens = words(text)
  const last = tokens.at(-1)
  if (last === undefined || !unspaced.test(last)) return { tokens, prefix, unspaced: false }
  const before = tokens.at(-2)
  const endsAPair = before !== undefined && unspaced.test(before) && before !== last && before.endsWith(last)
  // The single letter that closes a run in the index is followed by whatever comes next there, so it is left out here.
  return endsAPair && letters(last).length === 1
    ? { tokens: tokens.slice(0, -1), prefix: true, unspaced: true }
    : { tokens, prefix: true, unspaced: true }
}
