import { fold } from '../search/fold.ts'

/** The words of a name as clients' names are compared (T1.121): no case, no accents; spaces, `_`, `-` and points part them. */
export const wordsOf = (name: string): readonly string[] =>
  fold(name.normalize('NFC'))
    // "O'Neil" and "O’Neil" are one word, as is "R.J." in "R.J. Miller"; "&" says "and", as it may be written too.
    .replace(/['’`´]/g, '')
    .replace(/&|\+/g, ' and ')
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '')

/** The one form of a name under which two spellings of it meet. */
export const clientKey = (name: string): string => wordsOf(name).join(' ')

// What a firm's name ends in without being part of what people call it.
const legalForms = new Set(
  (
    'ltd limited llp llc lp inc incorporated corp corporation co company plc pllc pc gmbh ag kg ohg ug se sa sarl sas srl ' +
    'spa bv nv ab as aps oy oyj pty pte kft doo sro zoo kk ek mbh and sons'
  ).split(' '),
)

/** The name without what a firm is by law; the whole name when nothing else is left. */
export const shortKey = (name: string): string => {
  const words = wordsOf(name)
  const short = words.filter((word) => !legalForms.has(word))
  return (short.length === 0 ? words : short).join(' ')
}

export const isLegalForm = (word: string): boolean => legalForms.has(word)
