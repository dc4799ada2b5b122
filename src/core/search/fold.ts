// Letters that Unicode does not decompose, but people type plainly.
const plain: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ς: 'σ',
}

// Accents of Latin, Greek and Cyrillic, points of Hebrew and Arabic. Marks of other scripts are letters' other half.
const accents =
  /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670]/g

// Invisible and soft characters that would split a word: zero-width, soft hyphen, direction marks, joiners.
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufe00-\ufe0f]/g

const ascii = /^[\0-\x7f]*$/

/** A1.9: text as search compares it: lower case, no accents, compatibility forms (full width, ligatures) made plain. */
export const fold = (text: string): string => {
  if (ascii.test(text)) return text.toLowerCase()
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(accents, '')
    .replace(invisible, '')
    .replace(/[ßæœøłđðþıς]/g, (letter) => plain[letter] ?? letter)
    .normalize('NFC')
}

/** Folded text with, for each of its UTF-16 units, where in `text` it came from. `text` should be in NFC. */
export const foldWithOrigins = (
  text: string,
): { readonly folded: string; readonly origins: readonly number[] } => {
  let folded = ''
  const origins: number[] = []
  let at = 0
  for (const character of text) {
    const piece = fold(character)
    for (let unit = 0; unit < piece.length; unit += 1) origins.push(at)
    folded += piece
    at += character.length
  }
  return { folded, origins }
}
