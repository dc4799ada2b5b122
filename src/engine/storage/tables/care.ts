import type { CareNote } from '../../../core/care.ts'
import { flag, integer, text } from '../columns.ts'
import type { Databases } from '../databases.ts'

export const careOperations = {
  /** What its person has not read yet, the newest first. */
  'care.notes': ({ journal }: Databases): readonly CareNote[] =>
    journal.all('SELECT * FROM care_notes ORDER BY number DESC').map((row) => ({
      at: integer(row, 'at'),
      // The table's CHECK allows no other.
      damaged: text(row, 'damaged') as CareNote['damaged'],
      aside: text(row, 'aside'),
      messages: integer(row, 'messages'),
      asking: integer(row, 'asking'),
      drafts: integer(row, 'drafts'),
      transfersLost: flag(row, 'transfers_lost'),
    })),

  'care.read': ({ journal }: Databases): void => {
    journal.run('DELETE FROM care_notes')
  },
}
