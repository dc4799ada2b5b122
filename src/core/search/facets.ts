// Q1.2: where, by whom and of what kind a thing is stands in the full-text index too, as tokens of private-use
// characters: no text holds them (words.ts lets letters, digits and marks through), and one character is no one's prefix.

const everythingAt = 0xf0000
const fileAt = 0xf0001
const folderAt = 0xf0002
const endingAt = 0xf0003
const spacesFrom = 0xf0010
const authorsFrom = 0xf8000
/** Spaces and authors share so many characters each; whoever reads the index looks at the row again. */
const room = 32_000

const token = (code: number): string => String.fromCodePoint(code)

const spread = (text: string): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return (hash ^ (hash >>> 15)) >>> 0
}

export const everything = token(everythingAt)
export const spaceFacet = (number: number): string => token(spacesFrom + (number % room))
export const authorFacet = (userId: string): string => token(authorsFrom + (spread(userId) % room))
export const kindFacet = (kind: 'file' | 'folder'): string => token(kind === 'file' ? fileAt : folderAt)

/** A file name's ending, by its letters and digits; null when it has none. */
export const endingFacet = (ending: string): string | null => {
  const letters = ending
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
  return letters === '' ? null : token(endingAt) + letters
}

/** The ending of a name without its dot; empty when there is none. */
export const endingOf = (name: string): string => {
  const dot = name.lastIndexOf('.')
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase()
}

export const messageFacets = (space: number, userId: string): string =>
  `${everything} ${spaceFacet(space)} ${authorFacet(userId)}`

export const fileFacets = (space: number, kind: 'file' | 'folder', name: string): string =>
  [everything, spaceFacet(space), kindFacet(kind), kind === 'file' ? endingFacet(endingOf(name)) : null]
    .filter((facet) => facet !== null)
    .join(' ')

/** Any of these, as a full-text expression. */
export const anyFacet = (facets: readonly string[]): string =>
  `(${[...new Set(facets)].map((facet) => `"${facet}"`).join(' OR ')})`
