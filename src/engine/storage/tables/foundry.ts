import { type FoundrySettings, foundrySettings } from '../../../core/foundry/settings.ts'
import { integer, integerOrNull, json, text, textOrNull } from '../columns.ts'
import type { Databases } from '../databases.ts'

export type StoredConnection = {
  readonly settings: FoundrySettings
  readonly clientEnd: string
  readonly connectedAt: number
  readonly progressSince: string | null
}

/** How long a request can be under way at most, ms: one that was cut off by a crash has ended by then. */
const longestRequestMs = 30_000

export const foundryOperations = {
  'foundry.connection': ({ journal }: Databases): StoredConnection | null => {
    const row = journal.get('SELECT * FROM foundry_connection')
    if (row === undefined) return null
    return {
      settings: foundrySettings.parse(json(row, 'settings')),
      clientEnd: text(row, 'client_end'),
      connectedAt: integer(row, 'connected_at'),
      progressSince: textOrNull(row, 'progress_since'),
    }
  },

  'foundry.connect': (
    { journal }: Databases,
    input: { readonly settings: FoundrySettings; readonly clientEnd: string; readonly at: number },
  ): void => {
    journal.run(
      `INSERT INTO foundry_connection (one, settings, client_end, connected_at) VALUES (1, ?, ?, ?)
       ON CONFLICT (one) DO UPDATE SET settings = excluded.settings, client_end = excluded.client_end,
         connected_at = excluded.connected_at,
         -- Another organisation's progress begins at its beginning.
         progress_since = CASE WHEN client_end = excluded.client_end
           AND json_extract(settings, '$.baseUrl') = json_extract(excluded.settings, '$.baseUrl')
           THEN progress_since END`,
      [JSON.stringify(input.settings), input.clientEnd, input.at],
    )
  },

  'foundry.disconnect': ({ journal }: Databases): void => {
    journal.run('DELETE FROM foundry_connection')
  },

  /** When the requests of the last minutes ended, ms; those that never did: now, or as late as they can have. */
  'foundry.pace': ({ journal }: Databases, input: { readonly now: number }): readonly number[] =>
    journal.transaction(() => {
      journal.run('DELETE FROM foundry_pace WHERE began_at < ?', [input.now - 60_000 - longestRequestMs])
      return journal.all('SELECT began_at, ended_at FROM foundry_pace').map((row) => {
        return (
          integerOrNull(row, 'ended_at') ?? Math.min(input.now, integer(row, 'began_at') + longestRequestMs)
        )
      })
    }),

  'foundry.paceBegan': (
    { journal }: Databases,
    input: { readonly id: string; readonly at: number },
  ): void => {
    journal.run('INSERT INTO foundry_pace (id, began_at) VALUES (?, ?)', [input.id, input.at])
  },

  'foundry.paceEnded': (
    { journal }: Databases,
    input: { readonly id: string; readonly at: number },
  ): void => {
    journal.run('UPDATE foundry_pace SET ended_at = ? WHERE id = ?', [input.at, input.id])
  },
}
