import { type Failure, fail } from '../../../core/failure.ts'
import type { Database, Row, SqlValue } from '../driver.ts'
import { salvage, type Table, tablesOf } from './salvage.ts'

/**
 * A file that may hold a journal's rows. `current`: it is the journal as it was last; otherwise it is older, so what
 * it holds as waiting may have been sent since.
 */
export type Source = { readonly db: Database; readonly current: boolean }

export type Rescued = {
  /** Messages that wait as before. */
  readonly messages: number
  /** Messages that may have been sent already: the person decides. */
  readonly asking: number
  readonly drafts: number
  readonly transfersLost: boolean
}

/** These go on by themselves and hold together: from a whole and current journal they are rescued, or not at all. */
const ofTransfers = /^(people_import|mailing|transfer|download|export_|receipt|job_|watch_|fan_out)/

/** Tables that a rescue writes itself. */
const ownTables: ReadonlySet<string> = new Set(['care_notes'])

/** What a person was writing (O1.13, O1.25, O1.26). */
const written: ReadonlySet<string> = new Set(['drafts', 'outbox_edits', 'draft_mailing'])

const unclear: Failure = { ...fail('timed-out'), unsure: true }
const slackMs = 300_000

const insert = (into: Database, table: string, row: Row): boolean => {
  const columns = Object.keys(row)
  try {
    const marks = columns.map(() => '?').join(', ')
    const values = Object.values(row) as readonly SqlValue[]
    return into.run(`INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${marks})`, values) > 0
  } catch {
    // Damage that made a value of another type, or one the table does not allow.
    return false
  }
}

/** O1.9: a row of an older journal: whether it was sent since, nobody knows, so it waits for the person. */
const asAsking = (row: Row): Row => {
  const rest: Row = { ...row, position: null }
  if (rest['state'] === 'refused' || rest['state'] === 'arrived') return rest
  const queuedAt = Number(rest['queued_at'])
  return {
    ...rest,
    ...{ state: 'unsure', asks: 1, problem: JSON.stringify(unclear) },
    sends: Math.max(1, Number(rest['sends'])),
    intended_portal_at: rest['intended_portal_at'] ?? queuedAt,
    since_portal_at: rest['since_portal_at'] ?? queuedAt - slackMs,
  }
}

/** O1.39: since then it may have been undone, so the message is shown, and waits for the person. */
const asRefused = (row: Row): Row => ({
  ...row,
  ...(row['state'] === 'waiting' || row['state'] === 'sending'
    ? { state: 'refused', problem: JSON.stringify(fail('from-copy')) }
    : {}),
  position: null,
})

/** C1.22: an older copy's job may have been finished and undone since: it goes on when somebody says so. */
const asStanding = (row: Row): Row => (row['state'] === 'running' ? { ...row, state: 'paused' } : row)

const asItIs = (row: Row): Row => row

/** What becomes of the rows of a journal that is older than the one that was lost. */
const ofOlderCopy: Readonly<Record<string, (row: Row) => Row>> = {
  customization_jobs: asStanding,
  message_removals: asRefused,
}

type Taken = {
  readonly rows: readonly { readonly row: Row; readonly current: boolean }[]
  readonly whole: boolean
}

/** The rows of a table from the first source that gives all of them, and whatever the ones before it gave. */
const take = (sources: readonly Source[], table: Table): Taken => {
  const rows: { row: Row; current: boolean }[] = []
  for (const { db, current } of sources) {
    const found = salvage(db, table)
    for (const row of found.rows) rows.push({ row, current })
    if (found.whole) return { rows, whole: true }
  }
  return { rows, whole: false }
}

/** A1.15: puts into a new journal what the sources, the best one first, still give. The caller has opened a transaction. */
export const rescue = (into: Database, sources: readonly Source[]): Rescued => {
  const tables = tablesOf(into).filter(({ name }) => !ownTables.has(name))
  const claims = tables.find(({ name }) => name === 'outbox_claims')
  const sent = new Set(
    claims === undefined
      ? []
      : sources.flatMap(({ db }) => salvage(db, claims).rows.map((row) => row['outbox_id'])),
  )
  let [messages, asking, drafts] = [0, 0, 0]
  for (const table of tables.filter(({ name }) => !ofTransfers.test(name))) {
    for (const { row, current } of take(sources, table).rows) {
      if (table.name !== 'outbox') {
        const kept = current ? row : (ofOlderCopy[table.name] ?? asItIs)(row)
        if (insert(into, table.name, kept) && written.has(table.name)) drafts += 1
        continue
      }
      if (!current && sent.has(row['id'])) continue
      const kept = current ? row : asAsking(row)
      if (!insert(into, table.name, kept)) continue
      if (kept['state'] === 'arrived') continue
      if (kept['asks'] === 1 || kept['state'] === 'refused') asking += 1
      else messages += 1
    }
  }
  return { messages, asking, drafts, transfersLost: !rescueTransfers(into, sources, tables) }
}

/** From a current source that gives all of their tables; false when there was something, or may have been, and no such source. */
const rescueTransfers = (into: Database, sources: readonly Source[], all: readonly Table[]): boolean => {
  const tables = all.filter(({ name }) => ofTransfers.test(name))
  for (const { db, current } of sources) {
    const found = tables.map((table) => ({ table, ...salvage(db, table) }))
    const some = found.some(({ rows }) => rows.length > 0)
    if (!found.every(({ whole }) => whole)) continue
    if (!current) return !some
    for (const { table, rows } of found) for (const row of rows) insert(into, table.name, row)
    return true
  }
  return false
}

/** Rows whose other half could not be rescued. */
export const removeOrphans = (db: Database): void => {
  for (let orphans = db.all('PRAGMA foreign_key_check'); orphans.length > 0;) {
    for (const { table, rowid } of orphans) {
      if (typeof rowid !== 'number') db.run(`DELETE FROM ${String(table)}`)
      else db.run(`DELETE FROM ${String(table)} WHERE rowid = ?`, [rowid])
    }
    orphans = db.all('PRAGMA foreign_key_check')
  }
}
