import type { File } from '../../../core/file.ts'
import type { ExportedMessage } from '../../../core/export/message.ts'
import type { SpaceId } from '../../../core/space.ts'
import { type TransferPhase, transferPhase } from '../../../core/transfers/views.ts'
import { flag, integer, integerOrNull, text, textOrNull } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Row } from '../driver.ts'
import { namedPath } from './downloads.ts'
import { knownSpace } from './numbers.ts'
import { nameOf } from './people.ts'

/** A file an export wrote itself. Size in bytes, times by the portal's clock in ms since the epoch. */
export type ExportRecord = {
  readonly path: string
  readonly size: number
  readonly sha256: string
  readonly items: number
  readonly readFrom: number
  readonly readTo: number
}

/** A file or folder of an export: where it lies, and what the portal called it. */
export type ExportedEntry = {
  readonly number: number
  readonly id: string | null
  /** Below the folder of files, as it is on disk. */
  readonly path: string
  readonly name: string
  readonly parentId: string | null
  readonly createdAt: number | null
  readonly size: number
}

export type ExportedFile = ExportedEntry & {
  readonly phase: TransferPhase
  readonly problem: string | null
  readonly sha256: string | null
  readonly md5: string | null
  readonly blob: string
}

const entryOf = (row: Row): ExportedEntry => {
  const [path, listed] = [text(row, 'path'), textOrNull(row, 'listed_name')]
  return {
    number: integer(row, 'number'),
    id: textOrNull(row, 'file_id'),
    path,
    name: listed ?? path.slice(path.lastIndexOf('/') + 1),
    parentId: textOrNull(row, 'parent_id'),
    createdAt: integerOrNull(row, 'created_at'),
    size: integer(row, 'size'),
  }
}

type Page = { readonly jobId: string; readonly after: number; readonly limit: number }

export const exportOperations = {
  /** Keeps what a folder's listing said of its entries. */
  'exports.listed': (
    { journal }: Databases,
    input: { readonly jobId: string; readonly entries: readonly File[] },
  ): void =>
    journal.transaction(() => {
      for (const { id, parentId, name, size, isFolder, createdAt } of input.entries) {
        journal.run(
          `INSERT OR REPLACE INTO export_entries (job_id, file_id, parent_id, name, size, is_folder, created_at)
           VALUES (?, ?, ?, ?, ?, ?, ?)`,
          [input.jobId, id, parentId, name, size, isFolder ? 1 : 0, createdAt],
        )
      }
    }),

  'exports.recorded': (
    { journal }: Databases,
    input: { readonly jobId: string; readonly record: ExportRecord },
  ): void => {
    const { path, size, sha256, items, readFrom, readTo } = input.record
    journal.run(
      `INSERT OR REPLACE INTO export_records (job_id, path, size, sha256, items, read_from, read_to)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      [input.jobId, path, size, sha256, items, readFrom, readTo],
    )
  },

  'exports.records': ({ journal }: Databases, input: { readonly jobId: string }): readonly ExportRecord[] =>
    journal.all(`SELECT * FROM export_records WHERE job_id = ? ORDER BY path`, [input.jobId]).map((row) => ({
      path: text(row, 'path'),
      size: integer(row, 'size'),
      sha256: text(row, 'sha256'),
      items: integer(row, 'items'),
      readFrom: integer(row, 'read_from'),
      readTo: integer(row, 'read_to'),
    })),

  /** A space's messages in the archive, oldest first, from after `after` on. */
  'exports.messages': (
    { cache }: Databases,
    input: {
      readonly spaceId: SpaceId
      readonly after: { readonly at: number; readonly id: string } | null
      readonly limit: number
    },
  ): readonly ExportedMessage[] => {
    const space = knownSpace(cache, input.spaceId)
    if (space === undefined) return []
    const { at, id } = input.after ?? { at: Number.MIN_SAFE_INTEGER, id: '' }
    return cache
      .all(
        `SELECT m.id, m.user_id, m.content, m.created_at, u.role, u.first_name, u.last_name, u.email
         FROM messages m LEFT JOIN users u ON u.id = m.user_id
         WHERE m.space = ? AND (m.created_at, m.id) > (?, ?) ORDER BY m.created_at, m.id LIMIT ?`,
        [space, at, id, input.limit],
      )
      .map((row) => ({
        id: text(row, 'id'),
        at: integer(row, 'created_at'),
        userId: text(row, 'user_id'),
        author: nameOf(row),
        email: textOrNull(row, 'email') ?? '',
        role: textOrNull(row, 'role') ?? '',
        content: text(row, 'content'),
      }))
  },

  /** How far a space's messages were read: since when nothing of them is missing, and whether anything is. */
  'exports.messageStanding': (
    { cache }: Databases,
    input: { readonly spaceId: SpaceId },
  ): { readonly sweptAt: number | null; readonly gaps: number } => {
    const row = cache.get(
      `SELECT messages_swept_at,
         (SELECT count(*) FROM message_gaps g WHERE g.space = s.number) AS gaps
       FROM spaces s WHERE id = ?`,
      [input.spaceId],
    )
    return row === undefined
      ? { sweptAt: null, gaps: 1 }
      : { sweptAt: integerOrNull(row, 'messages_swept_at'), gaps: integer(row, 'gaps') }
  },

  'exports.files': ({ journal }: Databases, { jobId, after, limit }: Page): readonly ExportedFile[] =>
    journal
      .all(
        `SELECT t.number, t.path, t.name, t.size, t.phase, t.problem_code, t.sha256, t.md5, t.blob, t.file_id,
           e.name AS listed_name, e.parent_id, e.created_at
         FROM transfers t LEFT JOIN export_entries e ON e.job_id = t.job_id AND e.file_id = t.file_id
         WHERE t.job_id = ? AND t.number > ? ORDER BY t.number LIMIT ?`,
        [jobId, after, limit],
      )
      .map((row) => ({
        ...entryOf(row),
        path: namedPath(text(row, 'path'), text(row, 'name')),
        phase: transferPhase.parse(text(row, 'phase')),
        problem: textOrNull(row, 'problem_code'),
        sha256: textOrNull(row, 'sha256'),
        md5: textOrNull(row, 'md5'),
        blob: text(row, 'blob'),
      })),

  /** The folders of an export but its root, and whether each was read in full. */
  'exports.folders': (
    { journal }: Databases,
    { jobId, after, limit }: Page,
  ): readonly (ExportedEntry & { readonly listed: boolean })[] =>
    journal
      .all(
        `SELECT f.number, f.path, f.listed, 0 AS size, f.remote_id AS file_id,
           e.name AS listed_name, e.parent_id, e.created_at
         FROM transfer_folders f LEFT JOIN export_entries e ON e.job_id = f.job_id AND e.file_id = f.remote_id
         WHERE f.job_id = ? AND f.number > ? AND f.number > 0 ORDER BY f.number LIMIT ?`,
        [jobId, after, limit],
      )
      .map((row) => ({ ...entryOf(row), listed: flag(row, 'listed') })),
}
