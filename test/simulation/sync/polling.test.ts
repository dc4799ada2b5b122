import { describe, expect, test } from 'vitest'
import type { FileId } from '../../../src/core/file.ts'
import type { UserId } from '../../../src/core/person.ts'
import type { PortalId } from '../../../src/core/portal.ts'
import type { SpaceId } from '../../../src/core/space.ts'
import { createFoyerClient } from '../../../src/engine/foyer/create.ts'
import type { Log, Ports } from '../../../src/engine/ports.ts'
import { createSync, type Sync } from '../../../src/engine/sync/sync.ts'
import { createRandom } from '../../portal/random.ts'
import { createJudge } from '../judge.ts'
import { createLocalArchive, openLocalDatabases } from '../local-archive.ts'
import { apiUrl, createNetwork } from '../network.ts'
import { clockOver, createVirtualTime } from '../virtual-time.ts'
import type { Fate } from '../weather.ts'
import { createSyncPortal, keyUser } from './portal.ts'

const minute = 60_000
const refuse = () => Promise.reject(new Error('A sync knows no secrets'))
const unused = { read: refuse, write: refuse, remove: refuse }
const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

type Watched = {
  readonly sync: Sync
  readonly spaceId: SpaceId
  /** Twelve folders of the space on screen. */
  readonly folders: readonly FileId[]
  /** Lets so many minutes pass; answers the requests of each. */
  readonly minutes: (count: number) => Promise<readonly number[]>
  /** Lets so many seconds pass; answers the folders that were listed, in order. */
  readonly listings: (seconds: number) => Promise<readonly (string | null)[]>
  /** What becomes of requests from now on. */
  readonly fate: (next: Fate) => void
}

/** A sync that polls a calm portal of a few spaces, one of them on screen, on virtual time. */
const polling = async (see: (watched: Watched) => Promise<void>): Promise<void> => {
  const local = openLocalDatabases()
  const ended = new AbortController()
  try {
    const time = createVirtualTime(Date.UTC(2026, 7, 3, 9))
    const clock = clockOver(time, 0)
    const dice = createRandom(5)
    const portal = createSyncPortal(() => time.now(), dice)
    let fate: Fate = { kind: 'fine' }
    let requests = 0
    let listed: (string | null)[] = []
    const [[spaceId, space] = []] = portal.spaces
    if (spaceId === undefined || space === undefined) throw new Error('The portal has no space')
    const folders = Array.from({ length: 12 }, (_, index) => `folder-${index}` as FileId)
    for (const id of folders)
      space.files.push({ id, parentId: null, isFolder: true, name: id, arrivedAt: time.now() })
    const http = createNetwork({
      ...{ time, portal, random: dice, judge: createJudge(() => time.now()), ended: ended.signal },
      weather: { fateOf: () => fate, calm: () => undefined, words: '' },
      storage: { handle: () => ({ status: 404, headers: {}, body: new Uint8Array(0) }) },
      ear: {
        sent: ({ url, body }) => {
          requests += 1
          if (!url.pathname.endsWith(`${spaceId}/files/search`)) return
          const asked = JSON.parse(Buffer.from(body).toString()) as { readonly parent_id?: string }
          listed.push(asked.parent_id ?? null)
        },
        answered: () => undefined,
      },
    })
    const random: Ports['random'] = {
      number: () => dice.next(),
      uuid: () => dice.uuid(),
      bytes: (count) => new Uint8Array(count),
    }
    const archive = createLocalArchive(local.databases, time, ended.signal, () => undefined)
    const sync = createSync({
      ...{ portalId: 'portal' as PortalId, me: { id: keyUser as UserId }, archive },
      foyer: createFoyerClient({ apiUrl, key: () => 'key', http, clock, random, log: silent }),
      ports: { clock, random, http, log: silent, secrets: unused, sessionSecrets: unused },
      ...{ changed: () => undefined, reached: () => undefined },
    })
    const rest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
    const pass = async (ms: number): Promise<void> => {
      const end = time.now() + ms
      time.after(ms, () => undefined)
      await rest()
      while (time.now() < end && time.advance()) await rest()
    }
    const minutes = async (count: number): Promise<readonly number[]> => {
      const seen: number[] = []
      for (let left = count; left > 0; left -= 1) {
        requests = 0
        await pass(minute)
        seen.push(requests)
      }
      return seen
    }
    const listings = async (seconds: number): Promise<readonly (string | null)[]> => {
      listed = []
      await pass(seconds * 1_000)
      return listed
    }
    sync.watch(spaceId as SpaceId)
    sync.start()
    await minutes(5)
    await see({
      ...{ sync, minutes, listings, folders, spaceId: spaceId as SpaceId },
      fate: (next) => {
        fate = next
      },
    })
  } finally {
    ended.abort()
    local.close()
  }
}

const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0)

describe('polling on virtual time', () => {
  test('S1.15: a portal that throttles is asked far less at first, and as often as before in the end', async () => {
    await polling(async ({ minutes, fate }) => {
      const usual = sum(await minutes(5))
      fate({ kind: 'throttled', status: 429, seconds: 1 })
      await minutes(2)
      fate({ kind: 'fine' })
      // The first minute may be a pause (S1.11).
      const [, second = 0, ...others] = await minutes(30)
      expect(second).toBeGreaterThan(0)
      expect(second).toBeLessThan((usual / 5) * 0.6)
      expect(sum(others.slice(-5))).toBeGreaterThan(usual * 0.8)
    })
  })

  test('S1.16: on the battery it asks about a third as often, and not at all while asleep or offline', async () => {
    await polling(async ({ sync, minutes }) => {
      const usual = sum(await minutes(10))
      sync.setSaving(true)
      expect(sum(await minutes(10))).toBeLessThan(usual * 0.45)
      sync.setAwake(false)
      await minutes(1)
      expect(sum(await minutes(5))).toBe(0)
      sync.setAwake(true)
      sync.setOnline(false)
      await minutes(1)
      expect(sum(await minutes(5))).toBe(0)
      sync.setOnline(true)
      sync.setSaving(false)
      await minutes(1)
      expect(sum(await minutes(10))).toBeGreaterThan(usual * 0.8)
    })
  })

  test('S1.18: the folder on screen is listed at once and every ten seconds, the others beside it', async () => {
    await polling(async ({ sync, listings, minutes, folders, spaceId }) => {
      const [shown = null, next = null] = folders.slice(7)
      const before = sum(await minutes(5))
      sync.watch(spaceId, shown)
      expect((await listings(2))[0]).toBe(shown)
      const seen = await listings(300)
      expect(seen.filter((id) => id === shown).length).toBeGreaterThanOrEqual(29)
      expect(new Set(seen).size).toBeGreaterThan(6)
      sync.watch(spaceId, next)
      expect((await listings(2))[0]).toBe(next)
      // What was there a moment ago is not asked for again.
      sync.watch(spaceId, shown)
      expect(await listings(2)).not.toContain(shown)
      expect(sum(await minutes(5))).toBeLessThan(before * 1.2)
    })
  })

  test('S1.18: Refresh reads exactly the folder on screen', async () => {
    await polling(async ({ sync, listings, minutes, folders, spaceId }) => {
      const shown = folders[3] ?? null
      sync.watch(spaceId, shown)
      await minutes(2)
      for (let round = 0; round < 5; round += 1) {
        // The folder was just listed, so only Refresh makes it due.
        while ((await listings(1)).at(-1) !== shown);
        sync.refresh()
        const seen = await listings(2)
        expect(seen[0]).toBe(shown)
        await listings(7)
      }
    })
  })
})
