import { foldWithOrigins } from './fold.ts'
import type { MarkedText } from './hit.ts'
import type { SearchTerm } from './parse.ts'
import { patternOf } from './patterns.ts'

type Span = { readonly from: number; readonly to: number }

const wordish = /[\p{L}\p{N}\p{M}]/u
const findSpans = (text: string, terms: readonly SearchTerm[]): readonly Span[] => {
  const { folded, origins } = foldWithOrigins(text)
  const originAt = (index: number): number => origins[index] ?? text.length
  const found = terms.flatMap((term) => {
    const pattern = patternOf(term)
    return pattern === undefined
      ? []
      : [...folded.matchAll(pattern)].map((match) => ({
          from: originAt(match.index),
          to: endOfCharacter(text, originAt(match.index + match[0].length - 1)),
        }))
  })
  return merge(found.sort((a, b) => a.from - b.from || a.to - b.to))
}

const endOfCharacter = (text: string, at: number): number =>
  at + (String.fromCodePoint(text.codePointAt(at) ?? 0).length || 1)

const merge = (sorted: readonly Span[]): readonly Span[] => {
  const merged: Span[] = []
  for (const span of sorted) {
    const last = merged.at(-1)
    if (last !== undefined && span.from <= last.to) {
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, span.to) }
    } else merged.push(span)
  }
  return merged
}

/** Moves a cut to the start of the word it falls into, so that no word (and no character) is cut in two. */
const wordStart = (text: string, at: number): number => {
  let cut = at
  const limit = Math.max(0, at - 24)
  while (cut > limit && wordish.test(text.charAt(cut - 1))) cut -= 1
  if (cut === limit && cut > 0) cut = at
  const code = text.charCodeAt(cut)
  return cut > 0 && code >= 0xdc00 && code <= 0xdfff ? cut - 1 : cut
}

/**
 * A1.12: a stretch of the text around its first match, in pieces, at most about `length` characters;
 * an ellipsis stands where it was cut. White space is drawn together, since a hit is shown on one line.
 */
export const markText = (text: string, terms: readonly SearchTerm[], length: number): MarkedText => {
  const whole = text.normalize('NFC').replace(/\s+/gu, ' ').trim()
  const spans = findSpans(whole, terms)
  const firstAt = spans[0]?.from ?? 0
  const lead = Math.floor(length / 4)
  const from =
    whole.length <= length || firstAt <= lead
      ? 0
      : wordStart(whole, Math.min(firstAt - lead, whole.length - length))
  const to =
    from + length >= whole.length ? whole.length : Math.max(from + 1, wordStart(whole, from + length))
  const pieces: { text: string; hit: boolean }[] = []
  const push = (piece: string, hit: boolean): void => {
    const last = pieces.at(-1)
    if (piece === '') return
    if (last?.hit === hit) last.text += piece
    else pieces.push({ text: piece, hit })
  }
  if (from > 0) push('…', false)
  let at = from
  for (const span of spans) {
    if (span.to <= from || span.from >= to) continue
    const start = Math.max(span.from, at)
    push(whole.slice(at, start), false)
    push(whole.slice(start, Math.min(span.to, to)), true)
    at = Math.min(span.to, to)
  }
  push(whole.slice(at, to), false)
  if (to < whole.length) push('…', false)
  return pieces
}
