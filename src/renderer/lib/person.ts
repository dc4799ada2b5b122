const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

const firstGrapheme = (text: string): string => {
  for (const { segment } of segmenter.segment(text)) return segment
  return ''
}

const isWide = (text: string): boolean =>
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u.test(text)

/** Up to two letters for a tile: "Harper & Lowe LLP" → "HL", "文華樓集團" → "文", "" → "·". */
export const initials = (name: string): string => {
  const words = name
    .split(/[\s@._-]+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+/u, ''))
    .filter((word) => word !== '')
  const [first, second] = words
  if (first === undefined) return '·'
  const head = firstGrapheme(first)
  if (isWide(head) || second === undefined) {
    return isWide(head) ? head : (head + secondOf(first)).toLocaleUpperCase()
  }
  return (head + firstGrapheme(second)).toLocaleUpperCase()
}

const secondOf = (word: string): string => firstGrapheme(word.slice(firstGrapheme(word).length))

/** One of six tints, always the same for the same id. */
export const tint = (id: string): number => {
  let hash = 7
  for (let i = 0; i < id.length; i++) hash = (hash * 31 + id.charCodeAt(i)) >>> 0
  return hash % 6
}
