import type { TransferPhase } from './views.ts'

/** Which files of a job a list shows. */
export const shows = ['all', 'under-way', 'failed', 'done', 'left-out'] as const
export type Show = (typeof shows)[number]

/** T1.91: the phases of each list, in the order they stand in it: what moves comes before what waits. */
export const phasesOf = (shown: Exclude<Show, 'all'>): readonly TransferPhase[] => {
  switch (shown) {
    case 'under-way':
      return ['registered', 'committed', 'staging', 'planned']
    case 'failed':
      return ['failed']
    case 'done':
      return ['verified']
    case 'left-out':
      return ['skipped', 'cancelled']
  }
}

/**
 * A pattern of SQLite's GLOB that finds `text` anywhere, without regard to case in any script: each letter becomes a
 * class of its forms. GLOB's own characters are taken literally.
 */
export const globOf = (text: string): string => `*${Array.from(text, (letter) => classOf(letter)).join('')}*`

const classOf = (letter: string): string => {
  // Only forms of one letter fit a class: "ß" in capitals is two.
  const forms = [...new Set([letter, letter.toLowerCase(), letter.toUpperCase()])].filter(
    (form) => Array.from(form).length === 1,
  )
  // A class that begins with ^ is a negated one; alone it has no meaning of its own.
  return letter === '^' ? letter : `[${forms.join('')}]`
}
