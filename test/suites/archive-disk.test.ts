import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Failure, FailureError } from '../../src/core/failure.ts'
import type { OutboxId } from '../../src/core/outbox/outgoing.ts'
import type { KeyKeeping, PortalId } from '../../src/core/portal.ts'
import { createEngine } from '../../src/engine/create.ts'
import type { Engine } from '../../src/engine/engine.ts'
import { systemClock } from '../../src/engine/node/clock.ts'
import { createHttp } from '../../src/engine/node/http.ts'
import { systemRandom } from '../../src/engine/node/random.ts'
import { type Archive, openArchive, startStorageWorker } from '../../src/engine/storage/client.ts'
import { explain } from '../../src/main/cli/words.ts'
import { createSessionSecrets } from '../../src/main/ports/session-secrets.ts'
import { makeDyingDisk } from '../faults/dying-disk.ts'
import { fill } from '../faults/full.ts'
import { mountMemory, remount, unmount } from '../faults/mounts.ts'
import { type Portal, startPortal } from '../portal/server.ts'
import { aMessage, aSpace, sid, workerUrl } from './archive.ts'

// Faults 35 to 37: the disk under the archive is full, dies, or allows no writing. The disks are real ones; mounting
// them needs root, and where that is not to be had these tests fail and say so.

const mebibyte = 1_048_576

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'foyer-archive-disk-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const openAt = (place: string): Promise<Archive> =>
  openArchive(
    {
      cachePath: join(place, 'cache.db'),
      journalPath: join(place, 'journal.db'),
      keyHex: '07'.repeat(32),
    },
    startStorageWorker(workerUrl),
  )

const failureOf = async (work: Promise<unknown>): Promise<Failure | undefined> => {
  try {
    await work
    return undefined
  } catch (error) {
    if (error instanceof FailureError) return error.failure
    throw error
  }
}

/** Queues messages until one is refused or `most` are kept; answers what was kept, and the refusal. */
const queue = async (
  archive: Archive,
  from: number,
  most: number,
): Promise<{ readonly kept: readonly string[]; readonly refused: Failure | undefined }> => {
  const kept: string[] = []
  for (let number = from; number < from + most; number += 1) {
    const id = `message ${number}`
    const content = `${id} ${'x'.repeat(4_000)}`
    const row = { id: id as OutboxId, spaceId: sid('s'), content, undoMs: 0, now: 1 }
    const refused = await failureOf(archive.run('outbox.add', row))
    if (refused !== undefined) return { kept, refused }
    kept.push(id)
  }
  return { kept, refused: undefined }
}

const queuedIn = async (archive: Archive): Promise<readonly string[]> =>
  (await archive.run('outbox.rows', undefined)).map(({ id }) => id)

describe('fault 35: a full disk under the archive', () => {
  it('A1.17, A1.23: refuses by name, keeps all that was taken, and takes more when there is room', async () => {
    mountMemory(folder, 24 * mebibyte)
    let archive: Archive | undefined
    try {
      // A reserve is made where there is plenty of room; on so small a disk this stands for it.
      await writeFile(join(folder, 'archive.reserve'), Buffer.alloc(4 * mebibyte, 1))
      archive = await openAt(folder)
      await archive.run('spaces.upsert', { spaces: [aSpace('s')] })
      const ballast = join(folder, 'ballast')
      await fill(ballast)

      // What can be fetched again finds no room; what only this computer has goes into the reserve.
      const page = Array.from({ length: 400 }, (_, n) => aMessage('s', `m${n}`, 'carl', n, 'x'.repeat(4_000)))
      const upsert = archive.run('messages.upsert', { spaceId: sid('s'), messages: page })
      expect(await failureOf(upsert)).toMatchObject({ code: 'disk-full', about: join(folder, 'cache.db') })
      const { kept, refused } = await queue(archive, 0, 5_000)
      expect(existsSync(join(folder, 'archive.reserve'))).toBe(false)
      expect(kept.length).toBeGreaterThan(20)
      expect(refused).toMatchObject({ code: 'disk-full', about: join(folder, 'journal.db') })
      expect(refused && explain(refused)).toBe(
        `The disk is full: ${join(folder, 'journal.db')}. Free some space and run the command again.`,
      )
      expect(await queuedIn(archive)).toEqual(kept)

      await rm(ballast)
      await archive.run('messages.upsert', { spaceId: sid('s'), messages: page })
      const more = await queue(archive, 5_000, 3)
      await archive.close()
      archive = await openAt(folder)
      expect(await queuedIn(archive)).toEqual([...kept, ...more.kept])
      expect(await archive.run('messages.all', { spaceId: sid('s') })).toHaveLength(page.length)
    } finally {
      await archive?.close()
      await unmount(folder)
    }
  })
})

describe('fault 36: a disk that dies under the archive', () => {
  it('A1.23: refuses by name, keeps all that was taken, closes, and opens again when the disk is back', async () => {
    const disk = await makeDyingDisk(folder, 32 * mebibyte)
    let archive: Archive | undefined
    try {
      archive = await openAt(disk.path)
      const before = await queue(archive, 0, 40)
      disk.die()
      const { kept, refused } = await queue(archive, 100, 40)
      expect(kept).toEqual([])
      const journal = join(disk.path, 'journal.db')
      expect(refused).toMatchObject({ code: 'disk-error', about: journal })
      expect(refused && explain(refused)).toMatch(
        new RegExp(`could not read or write ${journal} .*Check that the drive is connected, then retry`),
      )
      // Nothing can be opened either, and that too says which file and leaves everything as it is.
      await archive.close()
      archive = undefined
      expect(await failureOf(openAt(disk.path))).toMatchObject({ code: 'disk-error', about: journal })

      await disk.mend()
      archive = await openAt(disk.path)
      expect(await queuedIn(archive)).toEqual(before.kept)
      expect(await archive.run('care.notes', undefined)).toEqual([])
      expect((await queue(archive, 200, 3)).refused).toBe(undefined)
    } finally {
      await archive?.close()
      await disk.remove()
    }
  })
})

describe('a portal whose archive’s disk refuses', () => {
  let portal: Portal
  const http = createHttp()
  beforeAll(async () => {
    portal = await startPortal({ fixture: 'small', blobs: 'discard' })
  })
  afterAll(async () => {
    await portal.close()
    await http.close()
  })

  const secrets = createSessionSecrets()
  const openEngine = async (dataDir: string): Promise<Engine> => {
    const quiet = () => undefined
    const opened = await createEngine({
      dataDir,
      ports: {
        ...{ clock: systemClock, random: systemRandom, http, secrets, sessionSecrets: secrets },
        log: { info: quiet, warn: quiet, error: quiet },
      },
      startWorker: () => startStorageWorker(workerUrl),
      background: false,
    })
    if (!opened.ok) throw new Error(opened.error.code)
    return opened.value
  }

  /** A portal with one draft in it. */
  const connect = async (engine: Engine, keeping: KeyKeeping): Promise<PortalId> => {
    const input = { region: 'custom', url: portal.url, key: portal.key, keeping } as const
    const connected = await engine.portals.connect(input)
    if (!connected.ok) throw new Error(connected.error.code)
    const { id } = connected.value.portal
    const opened = await engine.open(id)
    if (!opened.ok) throw new Error(opened.error.code)
    await opened.value.drafts.save(sid('s'), 'Half a thought')
    return id
  }

  const draftOf = async (engine: Engine, id: PortalId): Promise<string> => {
    const opened = await engine.open(id)
    if (!opened.ok) throw new Error(opened.error.code)
    return opened.value.drafts.get(sid('s'))
  }

  it.each(['keychain', 'session'] as const)(
    'A1.23: fault 37: one that allows no writing is named, nothing is changed, and it opens when writing is allowed (%s)',
    async (keeping) => {
      mountMemory(folder, 32 * mebibyte)
      let engine = await openEngine(folder)
      try {
        const id = await connect(engine, keeping)
        await engine.close()
        const journal = join(folder, 'portals', id, 'journal.db')
        const before = await readFile(journal)

        remount(folder, 'ro')
        engine = await openEngine(folder)
        const refused = await engine.open(id)
        expect(refused).toMatchObject({ ok: false, error: { code: 'archive-read-only', detail: 'EROFS' } })
        const [seen] = engine.portals.list()
        // What the window shows above the list; the command line says the same with its own words.
        expect(seen?.archiveProblem?.code).toBe('archive-read-only')
        expect(refused.ok ? '' : explain(refused.error)).toBe(
          `The archive ${seen?.name ?? ''} can’t be written to (EROFS). Allow writing in its folder and on its disk, then run the command again: nothing in it was changed.`,
        )
        expect(await engine.portals.rename(id, 'Other')).toMatchObject({
          error: { code: 'archive-read-only' },
        })
        expect((await readFile(journal)).equals(before)).toBe(true)

        remount(folder, 'rw')
        expect(await draftOf(engine, id)).toBe('Half a thought')
        expect(engine.portals.list()[0]?.archiveProblem).toBe(null)
      } finally {
        await engine.close()
        await unmount(folder)
      }
    },
  )

  it.each(['keychain', 'session'] as const)(
    'A1.23: fault 36: one that is dead at a start is not taken for a lost key, and opens when it is back (%s)',
    async (keeping) => {
      const disk = await makeDyingDisk(folder, 32 * mebibyte)
      const dataDir = join(folder, 'profile')
      await mkdir(dataDir)
      let engine = await openEngine(dataDir)
      try {
        const id = await connect(engine, keeping)
        await engine.close()
        // The list of portals lies elsewhere than the archive.
        const own = join(dataDir, 'portals', id)
        await cp(own, disk.path, { recursive: true })
        await rm(own, { recursive: true })
        await symlink(disk.path, own)
        // Out and in again: all of it is on the disk.
        await disk.mend()
        engine = await openEngine(dataDir)
        disk.die()
        expect(await engine.open(id)).toMatchObject({ ok: false, error: { code: 'disk-error' } })
        expect(engine.portals.list()[0]?.archiveProblem?.code).toBe('disk-error')
        expect(await engine.portals.startAfresh(id)).toMatchObject({ ok: false })

        await disk.mend()
        expect(await draftOf(engine, id)).toBe('Half a thought')
      } finally {
        await engine.close()
        await disk.remove()
      }
    },
  )
})
