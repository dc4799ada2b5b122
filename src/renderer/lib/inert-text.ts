/**
 * Text from other people's hands, made safe to look at (features 27, hardening 28).
 * React never reads it as markup; what is left to do is to take the tricks out of the characters themselves.
 */

export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string }

/** Marks that turn the direction of what follows: with them one name can pass for another. */
const turnsDirection = (code: number): boolean =>
  code === 0x061c ||
  code === 0x200e ||
  code === 0x200f ||
  (code >= 0x202a && code <= 0x202e) ||
  (code >= 0x2066 && code <= 0x2069)

/** Characters nobody can see. The joiners U+200C and U+200D stay: Persian and emoji are written with them. */
const isInvisible = (code: number): boolean =>
  code === 0x00ad ||
  // Grapheme joiner, Hangul fillers, Khmer inherent vowels, the empty Braille pattern: blanks that are letters.
  code === 0x034f ||
  code === 0x115f ||
  code === 0x1160 ||
  code === 0x17b4 ||
  code === 0x17b5 ||
  code === 0x2800 ||
  code === 0x3164 ||
  code === 0xffa0 ||
  code === 0x180e ||
  code === 0x200b ||
  (code >= 0x2060 && code <= 0x2064) ||
  (code >= 0x206a && code <= 0x206f) ||
  code === 0xfeff ||
  (code >= 0xfff9 && code <= 0xfffb) ||
  (code >= 0xe0000 && code <= 0xe007f)

const isControl = (code: number): boolean =>
  (code < 0x20 && code !== 0x0a && code !== 0x09) || (code >= 0x7f && code <= 0x9f)

const isLoneSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdfff

const clean = (text: string, shown: (code: number) => string): string => {
  let out = ''
  for (const character of text.replace(/\r\n?/g, '\n')) {
    const code = character.codePointAt(0) ?? 0
    const odd = turnsDirection(code) || isInvisible(code) || isControl(code) || isLoneSurrogate(code)
    out += odd ? shown(code) : character
  }
  return out
}

/** The text without direction marks, invisible and control characters; line ends become `\n`. */
export const inert = (text: string): string => clean(text, (code) => (isLoneSurrogate(code) ? '\uFFFD' : ''))

/** Printable ASCII with single blanks is inert as it is; lists of thousands of names are mostly that. */
const plainLine = /^[!-~]+(?: [!-~]+)*$/

/** The same on one line, for lists: every run of white space is one blank. */
export const inertLine = (text: string): string =>
  plainLine.test(text) ? text : inert(text).replace(/\s+/g, ' ').trim()

/** Every character as it came; those that can't be seen are written out as ⟨U+202E⟩. */
export const raw = (text: string): string =>
  clean(text, (code) => `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`)

const address = /\bhttps?:\/\/[^\s<>"'`{}|\\^]+|\bmailto:[^\s<>"'`{}|\\^]+@[^\s<>"'`{}|\\^]+/giu

/** Cuts inert text into plain pieces and links. Only https and mailto become links; http stays text (hardening 9). */
export const pieces = (text: string): readonly Piece[] => {
  const out: Piece[] = []
  const plain = inert(text)
  let from = 0
  for (const match of plain.matchAll(address)) {
    const found = withoutTrail(match[0])
    const url = safeUrl(found)
    if (url === null) continue
    if (match.index > from) out.push({ kind: 'text', text: plain.slice(from, match.index) })
    out.push({ kind: 'link', text: found, url })
    from = match.index + found.length
  }
  if (from < plain.length) out.push({ kind: 'text', text: plain.slice(from) })
  return out
}

/** A full stop or a closing bracket after an address belongs to the sentence, unless the bracket was opened in it. */
const withoutTrail = (found: string): string => {
  let text = found.replace(/[.,;:!?…]+$/u, '')
  while (text.endsWith(')') && text.split('(').length < text.split(')').length) {
    text = text.slice(0, -1).replace(/[.,;:!?…]+$/u, '')
  }
  return text
}

/** The address as it would be opened, or null when it is none that may be. Credentials in it are a trick. */
const safeUrl = (text: string): string | null => {
  const url = URL.parse(text)
  if (url === null || url.href.length > 2048) return null
  if (url.protocol === 'mailto:') return url.href
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return null
  return url.href
}
