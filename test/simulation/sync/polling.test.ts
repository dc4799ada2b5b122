import { describe, expect, test } from 'vitest'
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
  /** Lets so many minutes pass; answers the requests of each. */
  readonly minutes: (count: number) => Promise<readonly number[]>
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
    const http = createNetwork({
      ...{ time, portal, random: dice, judge: createJudge(() => time.now()), ended: ended.signal },
      weather: { fateOf: () => fate, calm: () => undefined, words: '' },
      storage: { handle: () => ({ status: 404, headers: {}, body: new Uint8Array(0) }) },
      ear: { sent: () => void (requests += 1), answered: () => undefined },
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
    const minutes = async (count: number): Promise<readonly number[]> => {
      const seen: number[] = []
      for (let left = count; left > 0; left -= 1) {
        requests = 0
        const end = time.now() + minute
        time.after(minute, () => undefined)
        await rest()
        while (time.now() < end && time.advance()) await rest()
        seen.push(requests)
      }
      return seen
    }
    sync.watch([...portal.spaces.keys()][0] as SpaceId)
    sync.start()
    await minutes(5)
    await see({
      sync,
      minutes,
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
})
