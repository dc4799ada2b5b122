import { type PersonField, personField } from '../../../core/people/import-row.ts'
import type { ImportId } from '../../../core/people/import-views.ts'
import type { UserId } from '../../../core/person.ts'
import { integer, text } from '../columns.ts'
import type { Databases } from '../databases.ts'
import { nameOf } from './people.ts'

/** What a person who looks at a plan needs beside its rows. */
export const importPlanOperations = {
  /** How many rows have another value than the portal, field by field: those written over and those left alone. */
  'imports.differs': (
    { journal }: Databases,
    input: { readonly importId: ImportId },
  ): Readonly<Partial<Record<PersonField, number>>> => {
    const rows = journal.all(
      `SELECT field, count(*) AS times FROM (
         SELECT json_extract(each.value, '$.field') AS field FROM people_import_rows r, json_each(r.planned, '$.kept') each
         WHERE r.import_id = ?1 AND r.kind IN ('changed', 'same')
         UNION ALL
         SELECT json_extract(each.value, '$.field') FROM people_import_rows r, json_each(r.planned, '$.changes') each
         WHERE r.import_id = ?1 AND r.kind = 'changed' AND json_extract(each.value, '$.from') IS NOT NULL
       ) GROUP BY field`,
      [input.importId],
    )
    return Object.fromEntries(
      rows.map((row) => [personField.parse(text(row, 'field')), integer(row, 'times')]),
    )
  },

  /** Name and address of these people, as far as they are known. */
  'imports.named': (
    { cache }: Databases,
    input: { readonly ids: readonly UserId[] },
  ): readonly { readonly id: UserId; readonly name: string; readonly email: string }[] =>
    cache
      .all(
        'SELECT id, email, first_name, last_name FROM users WHERE id IN (SELECT value FROM json_each(?))',
        [JSON.stringify(input.ids)],
      )
      .map((row) => ({ id: text(row, 'id') as UserId, name: nameOf(row), email: text(row, 'email') })),
}
