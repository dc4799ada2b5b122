import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fail, FailureError } from '../../../core/failure.ts'
import { type Databases, openCache, openJournal } from '../databases.ts'
import type { Database } from '../driver.ts'
import type { OpenRequest } from '../protocol.ts'
import { type WordTable, wordTables } from '../tables/words-anew.ts'
import { setAside } from './aside.ts'
import { applicationIds, expectAllTexts, expectOwn, quickCheck, quickCheckBesideWords } from './check.ts'
import { copyIfThere, explained, flushFolder, sizeOf } from './files.ts'
import { checkKey, keepKeyCheck, type KeyStanding } from './key-check.ts'
import { type Places, placesOf } from './places.ts'
import { release } from './release.ts'
import { newJournalOf, repairJournal } from './repair.ts'
import type { Rescued } from './rescue.ts'
import { readStanding, type Standing, writeStanding } from './standing.ts'
import { isWalDamaged } from './wal.ts'
import { makeWordsAnew } from './words.ts'
import { isWalCut, openWalMark, readWalMark, type WalMark } from './wal-mark.ts'

/** Beyond this a look at every page would keep a person waiting; damage in there is found when it is read. */
const largestChecked = 1_500_000_000

/** Whatever a damaged file makes SQLite say; a lock, a full disk and the like are not the file's fault. */
const isDamage = (error: unknown): boolean =>
  error instanceof FailureError
    ? error.failure.code === 'archive-corrupt'
    : error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_')

type Found = { readonly standing: Standing | undefined; readonly key: KeyStanding; readonly now: number }

/** A copy of the journal and its WAL as they were found: opening and closing them already changes both. */
const keepFound = (places: Places): string => {
  rmSync(join(places.repair, 'found'), { recursive: true, force: true })
  mkdirSync(join(places.repair, 'found'), { recursive: true, mode: 0o700 })
  const kept = join(places.repair, 'found', basename(places.journal))
  copyIfThere(places.journal, kept)
  copyIfThere(`${places.journal}-wal`, `${kept}-wal`)
  return kept
}

type Taken<T> = { readonly db: Database; readonly damage: T | undefined }
type TakenJournal = Taken<Rescued & { aside: string }> & { readonly file: number }

const takeJournal = async (places: Places, keyHex: string, known: Found): Promise<TakenJournal> => {
  const { standing, key, now } = known
  const unclean = standing !== undefined
  const wal = `${places.journal}-wal`
  // Written for an archive that stands open; while it opens or closes the WAL goes ways of its own.
  const mark = standing === 'open' ? readWalMark(places.walMark) : undefined
  const walLost = standing === 'open' && (!existsSync(wal) || isWalCut(mark, wal))
  const emptied = key === 'right' && (sizeOf(places.journal) ?? 0) === 0
  // Before the lock is ours: of files that another process changes meanwhile the copy is thrown away again.
  const found = unclean ? keepFound(places) : undefined
  // Made here, so that it never has wider permissions (hardening 29), and held until the journal is closed.
  const file = openSync(places.journal, 'a+', 0o600)
  try {
    if (emptied) throw new FailureError(fail('archive-corrupt', { about: places.journal, detail: 'emptied' }))
    const db = openJournal(places.journal, keyHex, (opened, path) => {
      expectOwn(opened, applicationIds.journal, path)
      if (!unclean) return
      quickCheck(opened, path)
      expectAllTexts(opened, path)
      if (walLost || (found !== undefined && isWalDamaged(opened, `${found}-wal`, mark)))
        throw new FailureError(fail('archive-corrupt', { about: path, detail: 'wal' }))
    })
    if (unclean) rmSync(places.repair, { recursive: true, force: true })
    return { db, file, damage: undefined }
  } catch (error) {
    closeSync(file)
    if (!isDamage(error)) throw error
    await release()
    // Without a proof that the key is right, a file that can't be read may be whole under another key.
    if (key === 'unknown' && !(await opensWith(places, keyHex))) throw error
    const stale = walLost || (error instanceof FailureError && error.failure.detail === 'wal') || emptied
    const kept = found ?? keepFound(places)
    const rescued = repairJournal(places, keyHex, { kept, stale })
    await release()
    writeStanding(places.standing, 'replacing')
    const aside = setAside(places, [places.journal], now)
    // As it was found, not as opening it has left it.
    for (const name of [basename(kept), `${basename(kept)}-wal`]) {
      const from = join(places.repair, 'found', name)
      if (existsSync(from)) renameSync(from, join(aside, name))
    }
    renameSync(newJournalOf(places), places.journal)
    flushFolder(places.folder)
    rmSync(places.repair, { recursive: true, force: true })
    const renewed = openSync(places.journal, 'r')
    const damage = { ...rescued, aside: basename(aside) }
    return { db: openJournal(places.journal, keyHex), file: renewed, damage }
  }
}

/** Whether this key opens the cache, which then proves it right. */
const opensWith = async (places: Places, keyHex: string): Promise<boolean> => {
  if ((sizeOf(places.cache) ?? 0) === 0) return false
  try {
    openCache(places.cache, keyHex).close()
    return true
  } catch {
    return false
  } finally {
    await release()
  }
}

type TakenCache = Taken<{ aside: string }> & { readonly malformed: readonly WordTable[] }

const takeCache = async (places: Places, keyHex: string, found: Found): Promise<TakenCache> => {
  const { standing, key, now } = found
  const walLost = standing === 'open' && !existsSync(`${places.cache}-wal`)
  const emptied = key === 'right' && (sizeOf(places.cache) ?? 0) === 0
  let malformed: readonly string[] = []
  try {
    if (walLost || emptied || standing === 'suspect')
      throw new FailureError(fail('archive-corrupt', { about: places.cache }))
    const db = openCache(places.cache, keyHex, (opened, path) => {
      expectOwn(opened, applicationIds.cache, path)
      if (standing === undefined || (sizeOf(path) ?? 0) > largestChecked) return
      malformed = quickCheckBesideWords(opened, path)
      expectAllTexts(opened, path)
    })
    return { db, damage: undefined, malformed: wordTables.filter((table) => malformed.includes(table)) }
  } catch (error) {
    if (!isDamage(error)) throw error
    await release()
    const aside = setAside(places, [places.cache], now)
    return { db: openCache(places.cache, keyHex), damage: { aside: basename(aside) }, malformed: [] }
  }
}

/** A journal that was put together again, but whose program ended before it took its place. */
const finishReplacing = (places: Places): void => {
  if (existsSync(places.journal) || !existsSync(newJournalOf(places))) return
  renameSync(newJournalOf(places), places.journal)
  flushFolder(places.folder)
}

const note = (
  journal: Database,
  now: number,
  rescued: (Rescued & { aside: string }) | undefined,
  cache: { aside: string } | undefined,
): void => {
  const aside = rescued?.aside ?? cache?.aside
  if (aside === undefined) return
  const damaged = rescued === undefined ? 'cache' : cache === undefined ? 'journal' : 'both'
  journal.run(
    `INSERT INTO care_notes (at, damaged, aside, messages, asking, drafts, transfers_lost) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    [
      ...[now, damaged, aside, rescued?.messages ?? 0, rescued?.asking ?? 0, rescued?.drafts ?? 0],
      rescued?.transfersLost === true ? 1 : 0,
    ],
  )
}

/** `journalFile`: the journal's bytes, for copies of it (care/copies.ts). */
export type Opened = {
  readonly databases: Databases
  readonly places: Places
  readonly journalFile: number
  readonly walMark: WalMark
}

/**
 * A1.14, A1.15: opens an archive whatever state it is in: what is damaged is set aside and made anew, the journal out of
 * what can still be read of it. Throws `archive-key-missing` for a key that is not this archive's, `archive-newer`,
 * `archive-busy`, `archive-read-only`, `disk-full`, `disk-error`; then nothing was changed.
 */
export const openWithCare = async (request: OpenRequest, now: number): Promise<Opened> => {
  const places = placesOf(request)
  const { keyHex } = request
  const opened: { close(): void }[] = []
  try {
    const key = checkKey(places.keyCheck, keyHex)
    if (key === 'wrong') throw new FailureError(fail('archive-key-missing', { about: places.journal }))
    const standing = readStanding(places.standing)
    if (standing === 'replacing') finishReplacing(places)
    const found = { standing, key, now }
    const journal = await takeJournal(places, keyHex, found)
    opened.push(journal.db)
    // Of an ending in the middle this opening has seen what there was to see of the journal's WAL.
    if (standing !== undefined && standing !== 'suspect') writeStanding(places.standing, 'opening')
    const cache = await takeCache(places, keyHex, found)
    opened.push(cache.db)
    note(journal.db, now, journal.damage, cache.damage)
    const databases = { journal: journal.db, cache: cache.db }
    if (cache.malformed.length > 0) makeWordsAnew(databases, cache.malformed, now)
    if (key === 'unknown') keepKeyCheck(places.keyCheck, keyHex)
    const walMark = openWalMark(places.walMark, `${places.journal}-wal`)
    opened.push(walMark)
    writeStanding(places.standing, 'open')
    return { databases, places, journalFile: journal.file, walMark }
  } catch (error) {
    for (const db of opened) db.close()
    throw explained(error, places.journal)
  }
}

/** On a disk that refuses, the rest is done all the same; the next opening then finds an ending in the middle. */
const asFarAsPossible = (steps: readonly (() => void)[]): void => {
  for (const step of steps) {
    try {
      step()
    } catch (error) {
      // What the disk or the database refuses is an Error with a code; anything else is a bug.
      if (!(error instanceof FailureError) && !(error instanceof Error && 'code' in error)) throw error
    }
  }
}

/** Closes both; a next opening then needs no look at every page. */
export const closeWithCare = ({ databases, places, journalFile, walMark }: Opened): void => {
  let suspect = false
  let noted = false
  asFarAsPossible([
    () => {
      suspect = readStanding(places.standing) === 'suspect'
      if (!suspect) writeStanding(places.standing, 'closing')
      noted = true
    },
    () => databases.cache.close(),
    () => databases.journal.close(),
    () => closeSync(journalFile),
    () => walMark.close(),
    () => {
      if (noted && !suspect) writeStanding(places.standing, undefined)
    },
    () => {
      if (noted) rmSync(places.walMark, { force: true })
    },
  ])
}
