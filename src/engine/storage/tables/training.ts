import type { AppId } from '../../../core/app.ts'
import type { FoundryProgress } from '../../../core/foundry/records.ts'
import type { UserId } from '../../../core/person.ts'
import { integerOrNull, json, text, textOrNull } from '../columns.ts'
import type { Databases } from '../databases.ts'

export type StoredTraining = {
  readonly appId: AppId | null
  readonly key: string | null
  readonly readAt: number | null
}

export const trainingOperations = {
  'training.get': ({ journal }: Databases): StoredTraining => {
    const row = journal.get('SELECT * FROM training')
    if (row === undefined) return { appId: null, key: null, readAt: null }
    return {
      appId: textOrNull(row, 'app_id') as AppId | null,
      key: text(row, 'key'),
      readAt: integerOrNull(row, 'read_at'),
    }
  },

  'training.choose': (
    { journal }: Databases,
    { appId, key }: { readonly appId: AppId; readonly key: string },
  ): void => {
    journal.run(
      `INSERT INTO training (one, app_id, key) VALUES (1, ?, ?)
       ON CONFLICT (one) DO UPDATE SET app_id = excluded.app_id, key = excluded.key`,
      [appId, key],
    )
  },

  /** C1.18: standings and where the next reading begins, together or not at all. */
  'training.keep': (
    { journal }: Databases,
    input: {
      readonly rows: readonly FoundryProgress[]
      readonly since: string | null
      readonly key: string
      readonly at: number
    },
  ): void =>
    journal.transaction(() => {
      for (const row of input.rows) {
        journal.run(
          `INSERT INTO foundry_progress (source_id, assignment_id, standing) VALUES (?, ?, ?)
           ON CONFLICT (source_id, assignment_id) DO UPDATE SET standing = excluded.standing`,
          [row.userId, row.assignmentId, JSON.stringify(row)],
        )
      }
      journal.run('UPDATE foundry_connection SET progress_since = ?', [input.since])
      journal.run(
        `INSERT INTO training (one, key, read_at) VALUES (1, ?, ?)
         ON CONFLICT (one) DO UPDATE SET read_at = excluded.read_at`,
        [input.key, input.at],
      )
    }),

  'training.standings': ({ journal }: Databases): readonly FoundryProgress[] =>
    journal
      .all('SELECT standing FROM foundry_progress ORDER BY source_id, assignment_id')
      // Written by this program and read by it alone.
      .map((row) => json(row, 'standing') as FoundryProgress),

  /** Whatever may be of one person: by a link, or by an address that may yet be somebody else's by a link. */
  'training.standingsOf': (
    { journal }: Databases,
    { userId, email }: { readonly userId: UserId; readonly email: string },
  ): readonly FoundryProgress[] =>
    journal
      .all(
        `SELECT standing FROM foundry_progress
         WHERE source_id IN (SELECT source_id FROM people_links WHERE source = 'foundry' AND user_id = ?)
            OR lower(trim(json_extract(standing, '$.email'))) = ?
         ORDER BY source_id, assignment_id`,
        [userId, email],
      )
      .map((row) => json(row, 'standing') as FoundryProgress),
}
