import { z } from 'zod'
import { failureCode } from './failure.ts'
import { fileId } from './file.ts'
import { endingOf } from './search/facets.ts'
import { spaceId } from './space.ts'

/** P1.5: what is read of a file's text: milliseconds, pages, characters, characters a passage. */
export const extraction = { longestMs: 30_000, pages: 1_000, characters: 4_000_000, passage: 4_000 } as const

const plain = new Set([
  'txt',
  'md',
  'csv',
  'tsv',
  'log',
  'json',
  'xml',
  'yaml',
  'yml',
  'ini',
  'eml',
  'srt',
  'tex',
])

/** How a file's text is read, by its name; null: its name is all that is found of it. */
export const textKindOf = (name: string): 'pdf' | 'plain' | null => {
  const ending = endingOf(name)
  if (ending === 'pdf') return 'pdf'
  return plain.has(ending) ? 'plain' : null
}

/** A stretch of a file's text; `page` from 1, 0 where a file has none. */
export type Passage = { readonly page: number; readonly text: string }

/** Pages as passages of bearable length, cut where a word ends, as far as `extraction` goes. */
export const passagesOf = (pages: readonly Passage[]): readonly Passage[] => {
  const passages: Passage[] = []
  let left: number = extraction.characters
  for (const { page, text } of pages) {
    let rest = text.trim()
    while (rest !== '' && left > 0) {
      const most = Math.min(extraction.passage, left)
      const space = rest.length > most ? rest.lastIndexOf(' ', most) : rest.length
      const cut = rest.slice(0, space > most / 2 ? space : most)
      passages.push({ page, text: cut })
      left -= cut.length
      rest = rest.slice(cut.length).trim()
    }
  }
  return passages
}

/** What this computer has of a pinned file: nothing yet, all of it, or why not. */
const pinState = z.enum(['waiting', 'kept', 'failed'])

export const pinView = z.object({
  fileId,
  spaceId,
  /** Empty when the archive no longer knows the file. */
  name: z.string(),
  size: z.number(),
  state: pinState,
  failure: failureCode.nullable(),
})
export type PinView = z.infer<typeof pinView>
