import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { OutboxId } from '../../src/core/outbox/outgoing.ts'
import type { SpaceId } from '../../src/core/space.ts'
import { copyIfDue } from '../../src/engine/storage/care/copies.ts'
import { closeWithCare, openWithCare } from '../../src/engine/storage/care/open.ts'
import { commitsIn } from '../../src/engine/storage/care/wal.ts'
import { release } from '../../src/engine/storage/care/release.ts'
import type { Archive } from '../../src/engine/storage/client.ts'
import { createRandom, type Random } from '../portal/random.ts'
import { inLanes } from './lanes.ts'
import { mutate } from './mutate.ts'
import { type FaultOptions, note, type Outcome } from './outcome.ts'
import { keyHex, openSyncStand, openUsable, type SyncStand } from './sync-stand.ts'

// A portal that was changed so often has little left of what it began with.
const runsPerStand = 12

/**
 * Fault 38: an archive as a kill leaves it is damaged in a random way and opened: it is usable at once, what was broken
 * is kept aside, every outbox row and draft that can still be read is there, none is altered or revived as if it were
 * still to be sent without a question, and after a sync the archive equals the portal, row by row.
 */
export const archiveCorrupt = (options: FaultOptions): Promise<Outcome> =>
  inLanes(options, async ({ runs, seed }, outcome) => {
    const random = createRandom(seed)
    for (let done = 0; done < runs; done += runsPerStand) {
      const stand = await openSyncStand(seed + done)
      try {
        for (let run = done; run < Math.min(runs, done + runsPerStand); run += 1) {
          await oneRun(stand, random, outcome, `run ${run + 1}`)
        }
      } finally {
        await stand.close()
      }
    }
  })

type Local = { readonly rows: ReadonlyMap<string, string>; readonly drafts: ReadonlyMap<string, string> }

const oneRun = async (stand: SyncStand, random: Random, outcome: Outcome, name: string): Promise<void> => {
  await mutate(stand.portal, random, random.between(1, 4))
  const archive = await stand.open()
  await stand.expectEqual(archive, outcome, `${name}, before`)
  // Part of what is local lies in the database file, part of it in the WAL alone.
  if (random.next() < 0.6) {
    await write(archive, stand, random, random.between(1, 20))
    await archive.close()
    // What a copy holds and the journal no more must ask before it is sent (A1.15).
    if (random.next() < 0.5) await copyAsOfDay(stand, outcome)
    const again = await stand.open()
    await write(again, stand, random, random.between(0, 20))
    await asKilled(stand, again)
  } else {
    await write(archive, stand, random, random.between(1, 30))
    await asKilled(stand, archive)
  }
  const wanted = await wantedOf(stand)
  const { what, spares } = damage(stand, random)
  note(outcome, what, 1)
  const opened = await openUsable(stand, outcome)
  const after = await localOf(opened)
  judge({ wanted, after, spares, what: `${name}, ${what}` }, outcome)
  const notes = await opened.run('care.notes', undefined)
  const gone = [...wanted.rows.keys()].filter((id) => !after.rows.has(id)).length
  // A1.20: the last transaction's rows too.
  if (gone > 0 && notes.length === 0)
    outcome.broken.push(`${name}, ${what}: ${gone} rows went without a word`)
  if (notes.length > 0) {
    note(outcome, 'archives set aside', 1)
    const [kept] = notes
    const aside = join(stand.folder, 'aside', kept?.aside ?? '')
    if (!existsSync(aside) || readdirSync(aside).length === 0)
      outcome.broken.push(`${name}, ${what}: nothing is aside`)
  }
  await opened.run('care.read', undefined)
  await stand.expectEqual(opened, outcome, `${name}, ${what}`)
  for (const id of after.rows.keys()) {
    await opened.run('outbox.undo', { id: id as OutboxId, now: 1 })
    await opened.run('outbox.resolve', { id: id as OutboxId, action: 'discard' })
  }
  await opened.close()
}

const dayMs = 86_400_000
let days = 0

/** The journal's daily copy (A1.16), as the storage worker makes it, each a day after the one before. */
const copyAsOfDay = async ({ cachePath, journalPath }: SyncStand, outcome: Outcome): Promise<void> => {
  const opened = await openWithCare({ cachePath, journalPath, keyHex }, Date.now())
  days += 1
  copyIfDue(opened, Date.now() - (9_000 - days) * dayMs)
  closeWithCare(opened)
  await release()
  note(outcome, 'daily copies', 1)
}

const write = async (archive: Archive, stand: SyncStand, random: Random, count: number): Promise<void> => {
  const spaces = [...stand.portal.state.spaces.keys()]
  for (let number = 0; number < count; number += 1) {
    const spaceId = random.pick(spaces) as SpaceId
    const content = `Sehr geehrte Frau Müller, ${random.uuid()} ${'ä'.repeat(random.between(0, 400))}`
    if (random.next() < 0.3) await archive.run('drafts.save', { spaceId, content, now: 1 })
    else
      await archive.run('outbox.add', { id: random.uuid() as OutboxId, spaceId, content, undoMs: 0, now: 1 })
  }
}

const localOf = async (archive: Archive): Promise<Local & { readonly asking: ReadonlySet<string> }> => {
  const rows = await archive.run('outbox.rows', undefined)
  const spaces = await archive.run('drafts.spaces', undefined)
  const drafts = new Map<string, string>()
  for (const spaceId of spaces) drafts.set(spaceId, await archive.run('drafts.get', { spaceId, now: 1 }))
  return {
    rows: new Map(rows.map(({ id, content }) => [id, content])),
    asking: new Set(rows.filter(({ asks }) => asks).map(({ id }) => id)),
    drafts,
  }
}

const files = [
  'cache.db',
  'cache.db-wal',
  'journal.db',
  'journal.db-wal',
  'archive.standing',
  'archive.key-check',
  'archive.wal-mark',
]

const copyOfFolder = (stand: SyncStand, name: string): void => {
  const to = join(stand.folder, '..', name)
  rmSync(to, { recursive: true, force: true })
  mkdirSync(to)
  for (const file of files) {
    if (existsSync(join(stand.folder, file))) copyFileSync(join(stand.folder, file), join(to, file))
  }
}

/** Leaves the files as they are while the archive is open, which is what a kill leaves. */
const asKilled = async (stand: SyncStand, archive: Archive): Promise<void> => {
  copyOfFolder(stand, 'killed')
  await archive.close()
  for (const file of files) {
    rmSync(join(stand.folder, file), { force: true })
    const from = join(stand.folder, '..', 'killed', file)
    if (existsSync(from)) copyFileSync(from, join(stand.folder, file))
  }
}

/** What an undamaged opening of the same files finds. */
const wantedOf = async (stand: SyncStand): Promise<Local> => {
  const archive = await stand.open()
  const local = await localOf(archive)
  await archive.close()
  for (const file of files) {
    rmSync(join(stand.folder, file), { force: true })
    const from = join(stand.folder, '..', 'killed', file)
    if (existsSync(from)) copyFileSync(from, join(stand.folder, file))
  }
  return local
}

/** `spares`: the damage leaves the journal as it was, so that all of it must be there. */
type Damage = { readonly what: string; readonly spares: boolean }

const damage = (stand: SyncStand, random: Random): Damage => {
  const database = random.pick(['cache.db', 'journal.db', 'journal.db'])
  const path = join(stand.folder, database)
  const wal = `${path}-wal`
  const spares = database === 'cache.db'
  const target = random.next() < 0.3 && existsSync(wal) && readFileSync(wal).length > 0 ? wal : path
  const bytes = readFileSync(target)
  const of = target === wal ? `WAL of ${database}` : database
  const kind = random.pick([
    'flipped',
    'truncated',
    'zeros',
    'emptied',
    'WAL missing',
    'WAL foreign',
    'WAL cut',
  ] as const)
  switch (kind) {
    case 'flipped':
      for (let count = random.pick([1, 1, 3, 20]); count > 0 && bytes.length > 0; count -= 1) {
        const at = random.between(0, bytes.length - 1)
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random.between(0, 7))
      }
      writeFileSync(target, bytes)
      return { what: `bytes flipped in ${of}`, spares }
    case 'truncated':
      truncateSync(target, random.between(1, Math.max(1, bytes.length - 1)))
      return { what: `${of} truncated`, spares }
    case 'zeros': {
      const from = random.between(0, Math.max(0, bytes.length - 1))
      bytes.fill(0, from, Math.min(bytes.length, from + random.pick([16, 4096, 65_536])))
      writeFileSync(target, bytes)
      return { what: `zeros in ${of}`, spares }
    }
    case 'emptied':
      truncateSync(path, 0)
      return { what: `${database} emptied`, spares }
    case 'WAL missing':
      rmSync(wal, { force: true })
      return { what: `WAL of ${database} missing`, spares }
    case 'WAL cut': {
      // Between two transactions, where SQLite itself sees nothing wrong.
      const commits = existsSync(wal) ? commitsIn(wal) : []
      if (commits.length > 0) truncateSync(wal, walLength(wal, random.pick([0, ...commits.slice(0, -1)])))
      return { what: `WAL of ${database} cut`, spares }
    }
    case 'WAL foreign': {
      const other = join(stand.folder, spares ? 'journal.db-wal' : 'cache.db-wal')
      if (existsSync(other)) copyFileSync(other, wal)
      return { what: `WAL of ${database} foreign`, spares }
    }
  }
}

const judge = (
  found: {
    readonly wanted: Local
    readonly after: Local & { readonly asking: ReadonlySet<string> }
    readonly spares: boolean
    readonly what: string
  },
  outcome: Outcome,
): void => {
  const { wanted, after, spares, what } = found
  for (const kind of ['rows', 'drafts'] as const) {
    for (const [id, content] of after[kind]) {
      const known = wanted[kind].get(id)
      if (known === undefined && kind === 'rows' && !after.asking.has(id)) outcome.doubled += 1
      if (known !== undefined && known !== content && kind === 'rows') outcome.corrupt += 1
      if (/\uFFFD/.test(content)) outcome.corrupt += 1
    }
    const missing = [...wanted[kind].keys()].filter((id) => !after[kind].has(id)).length
    note(outcome, `${kind} that were there`, wanted[kind].size)
    note(outcome, `${kind} that could not be read any more`, missing)
    if (spares && missing > 0) {
      outcome.lost += missing
      outcome.broken.push(`${what}: ${missing} ${kind} are gone, though the journal was whole`)
    }
  }
}

/** How long a WAL file with so many frames is, in bytes: its header names the page size, and each frame has its own. */
const walLength = (path: string, frames: number): number =>
  32 + frames * (24 + readFileSync(path).readUInt32BE(8))
