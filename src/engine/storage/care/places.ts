import { dirname, join } from 'node:path'

/** Where an archive's files lie. All but the two databases are named after what they are for. */
export type Places = {
  readonly folder: string
  readonly journal: string
  readonly cache: string
  /** Whether the archive is open, and how it was closed (care/standing.ts). */
  readonly standing: string
  /** Tells a wrong key from a damaged file. */
  readonly keyCheck: string
  /** Where the journal's WAL stood (care/wal-mark.ts). */
  readonly walMark: string
  /** Room to be freed when the disk is full. */
  readonly reserve: string
  /** Daily copies of the journal. */
  readonly copies: string
  /** Broken files, kept. */
  readonly aside: string
  /** Where a journal is put together again. */
  readonly repair: string
}

export const placesOf = (open: { readonly cachePath: string; readonly journalPath: string }): Places => {
  const folder = dirname(open.journalPath)
  return {
    ...{ folder, journal: open.journalPath, cache: open.cachePath },
    standing: join(folder, 'archive.standing'),
    keyCheck: join(folder, 'archive.key-check'),
    walMark: join(folder, 'archive.wal-mark'),
    reserve: join(folder, 'archive.reserve'),
    copies: join(folder, 'copies'),
    aside: join(folder, 'aside'),
    repair: join(folder, 'repair'),
  }
}
