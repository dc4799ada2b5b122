// Archives of a million messages, made once through the engine's own tables and kept under .cache for the next run.
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { File } from '../../src/core/file.ts'
import type { Message } from '../../src/core/message.ts'
import type { UserId } from '../../src/core/person.ts'
import type { SpaceId } from '../../src/core/space.ts'
import { fileWire, groupWire, messageWire, spaceWire, userWire } from '../../src/engine/foyer/wire.ts'
import { type Archive, openArchive, startStorageWorker } from '../../src/engine/storage/client.ts'
import { createClock } from '../portal/clock.ts'
import { fillFixture } from '../portal/fixtures/fill.ts'
import { createStore, type Store } from '../portal/store.ts'
import { fillCrowded } from './crowded.ts'

const repository = join(import.meta.dirname, '../..')

export type ArchiveName = 'million' | 'crowded'

export type KeptArchive = {
  readonly cachePath: string
  readonly journalPath: string
  readonly keyHex: string
  readonly me: UserId
}

/** Nothing in it is secret; a fixed key lets a kept archive be opened by the next run. */
const keyHex = createHash('sha256').update('bench').digest('hex')

/** What the archive depends on. Its schema is not part of that: a kept one is migrated when it is opened. */
const stampOf = async (name: ArchiveName): Promise<string> => {
  const hash = createHash('sha256')
  const sources = ['test/bench/crowded.ts', 'test/portal/fixtures/million.ts', 'src/core/search/words.ts']
  for (const path of [...sources, 'src/core/search/facets.ts', 'src/core/search/fold.ts']) {
    hash.update(await readFile(join(repository, path)))
  }
  return `${name}-${hash.digest('hex').slice(0, 12)}`
}

const filesOf = (store: Store, spaceId: string): readonly File[] =>
  [...store.files(spaceId).all()].map((entry) => {
    const version = entry.versions.at(-1)
    return fileWire.parse({ ...entry, size: version?.size ?? 0, blob: version?.blob ?? null })
  })

const atOnce = 2_000

/** The newest pages first, as a first sync takes them. */
const fillMessages = async (archive: Archive, store: Store, spaceId: string): Promise<void> => {
  const log = store.messages(spaceId)
  const count = log.size()
  for (let skip = 0; skip <= count; skip += atOnce) {
    const messages: Message[] = log
      .page({ skip, take: atOnce, direction: 'desc' })
      .map((record) => messageWire.parse(record))
    if (messages.length === 0 && skip > 0) break
    const { messages: mark } = await archive.run('sync.mark', undefined)
    await archive.run('sync.messagesPage', {
      spaceId: spaceId as SpaceId,
      messages,
      first: skip === 0,
      short: skip + atOnce >= count,
      mark,
      passAt: Date.now(),
    })
  }
}

const makeArchive = async (name: ArchiveName, folder: string): Promise<UserId> => {
  const store = createStore()
  fillFixture(name === 'million' ? 'million' : 'small', store, createClock(), 1)
  if (name === 'crowded') fillCrowded(store, Date.now())
  const archive = await openArchive(
    { cachePath: join(folder, 'cache.db'), journalPath: join(folder, 'journal.db'), keyHex },
    startStorageWorker(new URL('../../src/engine/storage/worker.ts', import.meta.url)),
  )
  const me = store.keyUser as UserId
  const now = Date.now()
  await archive.run('users.upsert', {
    users: [...store.users.values()].map((record) => userWire.parse(record)),
    complete: true,
  })
  await archive.run('groups.replace', {
    groups: [...store.groups.values()].map((record) => groupWire.parse({ ...record, logo: record.image })),
    builtIn: [],
  })
  const spaces = [...store.spaces.values()].map((record) => spaceWire.parse(record))
  await archive.run('spaces.upsert', { spaces, complete: now })
  for (const [index, { id }] of spaces.entries()) {
    await archive.run('files.upsert', { spaceId: id, files: filesOf(store, id) })
    await fillMessages(archive, store, id)
    await archive.run('marks.begin', { spaceId: id, me, now })
    if (process.stderr.isTTY) process.stderr.write(`\r${name}: ${index + 1} of ${spaces.length} spaces`)
  }
  while ((await archive.run('search.catchUp', { limit: atOnce })) > 0) continue
  await archive.run('sync.keepFact', { name: 'first-sync-done', value: now })
  await archive.close()
  return me
}

/** The kept archive of this name; made first where this checkout has none yet (minutes). */
export const keptArchive = async (name: ArchiveName): Promise<KeptArchive> => {
  const folder = join(repository, '.cache', 'bench', await stampOf(name))
  const about = join(folder, 'me')
  const me = await readFile(about, 'utf8').catch(() => undefined)
  if (me === undefined) {
    // Under another name until it is whole: a run that was stopped leaves nothing that looks like an archive.
    const unfinished = `${folder}.unfinished`
    await rm(unfinished, { recursive: true, force: true })
    await rm(folder, { recursive: true, force: true })
    await mkdir(unfinished, { recursive: true })
    await writeFile(join(unfinished, 'me'), await makeArchive(name, unfinished))
    await rename(unfinished, folder)
  }
  return {
    cachePath: join(folder, 'cache.db'),
    journalPath: join(folder, 'journal.db'),
    keyHex,
    me: (me ?? (await readFile(about, 'utf8'))) as UserId,
  }
}

const keyCheck = 'archive.key-check'

/** Puts a copy of a kept archive where a portal's archive lies. */
export const copyArchive = async (kept: KeptArchive, folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true })
  for (const [name, from] of [
    ['cache.db', kept.cachePath],
    ['journal.db', kept.journalPath],
  ] as const) {
    await rm(join(folder, `${name}-wal`), { force: true })
    await copyFile(from, join(folder, name))
  }
  // Beside the databases lies what tells a wrong key: without it, another archive's would be taken for this one's.
  await copyFile(join(dirname(kept.cachePath), keyCheck), join(folder, keyCheck))
}
