import type { FailureCode } from '../../../core/failure.ts'
import { failureCode } from '../../../core/failure.ts'
import type { FileId } from '../../../core/file.ts'
import type { Passage, PinView } from '../../../core/pins.ts'
import { indexText } from '../../../core/search/words.ts'
import type { SpaceId } from '../../../core/space.ts'
import { integer, integerOrNull, text, textOrNull } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Database } from '../driver.ts'

/** A pinned file whose content, or whose newest version, is not here yet. */
export type WantedPin = {
  readonly fileId: FileId
  readonly spaceId: SpaceId
  readonly name: string
  readonly size: number
  readonly blob: string
}

const removeContent = (cache: Database, fileId: string): void => {
  const row = cache.get('SELECT number FROM pinned_contents WHERE file_id = ?', [fileId])
  if (row === undefined) return
  const number = integer(row, 'number')
  cache.run(
    'DELETE FROM passage_words WHERE rowid IN (SELECT number FROM pinned_passages WHERE content = ?)',
    [number],
  )
  cache.run('DELETE FROM pinned_contents WHERE number = ?', [number])
}

type Pinned = {
  readonly fileId: FileId
  readonly spaceId: SpaceId
  readonly failure: FailureCode | null
  readonly failedBlob: string | null
}

const pinned = (journal: Database): readonly Pinned[] =>
  journal.all('SELECT * FROM pins ORDER BY pinned_at, file_id').map((row) => ({
    fileId: text(row, 'file_id') as FileId,
    spaceId: text(row, 'space_id') as SpaceId,
    failure: failureCode.safeParse(textOrNull(row, 'failure')).data ?? null,
    failedBlob: textOrNull(row, 'failed_blob'),
  }))

type Known = {
  readonly name: string
  readonly size: number
  readonly blob: string | null
  readonly keptBlob: string | null
}

/** What the cache knows of a file, under its pin. */
const knownFile = (cache: Database, fileId: FileId): Known | undefined => {
  const row = cache.get(
    `SELECT f.name, f.size, f.blob, c.blob AS kept_blob FROM files f
     LEFT JOIN pinned_contents c ON c.file_id = f.id WHERE f.id = ? AND f.is_folder = 0`,
    [fileId],
  )
  return row === undefined
    ? undefined
    : {
        name: text(row, 'name'),
        size: integer(row, 'size'),
        blob: textOrNull(row, 'blob'),
        keptBlob: textOrNull(row, 'kept_blob'),
      }
}

const stateOf = (pin: Pinned, known: Known | undefined): PinView['state'] => {
  const failed = pin.failure !== null && (known === undefined || pin.failedBlob === known.blob)
  if (failed) return 'failed'
  return known?.keptBlob === known?.blob && known !== undefined ? 'kept' : 'waiting'
}

export const pinOperations = {
  /** Pins files; one that is pinned already is tried again. */
  'pins.add': (
    { journal }: Databases,
    input: { readonly spaceId: SpaceId; readonly fileIds: readonly FileId[]; readonly now: number },
  ): void =>
    journal.transaction(() => {
      for (const id of input.fileIds) {
        journal.run(
          // Strictly ascending: clocks go back, and the order of pinning decides who finds room.
          `INSERT INTO pins (file_id, space_id, pinned_at)
           VALUES (?, ?, (SELECT max(?, coalesce(max(pinned_at) + 1, 0)) FROM pins))
           ON CONFLICT (file_id) DO UPDATE SET space_id = excluded.space_id, failure = NULL, failed_blob = NULL`,
          [id, input.spaceId, input.now],
        )
      }
    }),

  /** Unpins files and forgets what they hold. */
  'pins.remove': ({ cache, journal }: Databases, input: { readonly fileIds: readonly FileId[] }): void => {
    journal.transaction(() => {
      for (const id of input.fileIds) journal.run('DELETE FROM pins WHERE file_id = ?', [id])
    })
    cache.transaction(() => {
      for (const id of input.fileIds) removeContent(cache, id)
    })
  },

  /** Every pin in the order it was made. */
  'pins.list': ({ cache, journal }: Databases): readonly PinView[] =>
    pinned(journal).map((pin) => {
      const known = knownFile(cache, pin.fileId)
      const state = stateOf(pin, known)
      return {
        fileId: pin.fileId,
        spaceId: pin.spaceId,
        name: known?.name ?? '',
        size: known?.size ?? 0,
        state,
        failure: state === 'failed' ? pin.failure : null,
      }
    }),

  /** P1.4: what is still to be fetched, in the order it was pinned; `used`: bytes that are kept. Forgets what nobody pins. */
  'pins.wanted': ({
    cache,
    journal,
  }: Databases): { readonly wanted: readonly WantedPin[]; readonly used: number } => {
    const pins = pinned(journal)
    const ids = new Set<string>(pins.map(({ fileId }) => fileId))
    cache.transaction(() => {
      const kept = cache.all(
        `SELECT c.file_id, f.id AS known FROM pinned_contents c LEFT JOIN files f ON f.id = c.file_id`,
      )
      for (const row of kept) {
        const id = text(row, 'file_id')
        // A file that left the portal leaves this computer too; its pin waits in case it comes back.
        if (!ids.has(id) || textOrNull(row, 'known') === null) removeContent(cache, id)
      }
    })
    const wanted = pins.flatMap((pin) => {
      const known = knownFile(cache, pin.fileId)
      if (known === undefined || known.blob === null || stateOf(pin, known) !== 'waiting') return []
      const { name, size, blob } = known
      return [{ fileId: pin.fileId, spaceId: pin.spaceId, name, size, blob }]
    })
    const used = cache.get('SELECT sum(size) AS used FROM pinned_contents')
    return { wanted, used: (used === undefined ? null : integerOrNull(used, 'used')) ?? 0 }
  },

  /** P1.3: keeps a version's content and text in place of an earlier one's, all or nothing. */
  'pins.keep': (
    { cache }: Databases,
    input: {
      readonly fileId: FileId
      readonly blob: string
      readonly size: number
      readonly pieces: readonly Uint8Array[]
      readonly passages: readonly Passage[]
    },
  ): void =>
    cache.transaction(() => {
      removeContent(cache, input.fileId)
      const row = cache.get(
        'INSERT INTO pinned_contents (file_id, blob, size) VALUES (?, ?, ?) RETURNING number',
        [input.fileId, input.blob, input.size],
      )
      if (row === undefined) throw new Error('An inserted content has no number')
      const content = integer(row, 'number')
      for (const [place, bytes] of input.pieces.entries()) {
        cache.run('INSERT INTO pinned_pieces (content, place, bytes) VALUES (?, ?, ?)', [
          content,
          place,
          bytes,
        ])
      }
      for (const { page, text: written } of input.passages) {
        const passage = cache.get(
          'INSERT INTO pinned_passages (content, page, text) VALUES (?, ?, ?) RETURNING number',
          [content, page, written],
        )
        if (passage === undefined) throw new Error('An inserted passage has no number')
        cache.run('INSERT INTO passage_words (rowid, body) VALUES (?, ?)', [
          integer(passage, 'number'),
          indexText(written),
        ])
      }
    }),

  /** This version can't be kept; another one is tried. */
  'pins.failed': (
    { journal }: Databases,
    input: { readonly fileId: FileId; readonly blob: string; readonly failure: FailureCode },
  ): void => {
    journal.run('UPDATE pins SET failure = ?, failed_blob = ? WHERE file_id = ?', [
      input.failure,
      input.blob,
      input.fileId,
    ])
  },

  /** What a pinned file holds, in pieces; null: it is not here. */
  'pins.read': ({ cache }: Databases, input: { readonly fileId: FileId }): readonly Uint8Array[] | null => {
    const row = cache.get('SELECT number FROM pinned_contents WHERE file_id = ?', [input.fileId])
    if (row === undefined) return null
    return (
      cache
        .all('SELECT bytes FROM pinned_pieces WHERE content = ? ORDER BY place', [integer(row, 'number')])
        // The library gives a blob as an ArrayBuffer.
        .map((piece) => new Uint8Array(piece['bytes'] as ArrayBuffer))
    )
  },

  /** Of these files, those whose newest version is here, and those that wait. */
  'pins.states': ({
    cache,
    journal,
  }: Databases): readonly { readonly fileId: FileId; readonly state: PinView['state'] }[] =>
    pinned(journal).map((pin) => ({ fileId: pin.fileId, state: stateOf(pin, knownFile(cache, pin.fileId)) })),
}
