import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createReads } from '../../src/engine/reads/reads.ts'
import { createSync, type Sync } from '../../src/engine/sync/sync.ts'
import { type Portal, startPortal } from '../portal/server.ts'
import { openTestArchive, sid, type TestArchive } from './archive.ts'
import { expectArchiveEquals } from './archive-equals.ts'
import { portalContext } from './portal-archive.ts'

let portal: Portal
let test: TestArchive
let context: ReturnType<typeof portalContext>
let sync: Sync

const open = (): void => {
  context = portalContext(test.archive, { url: portal.url, key: portal.key, me: portal.state.keyUser })
  sync = createSync(context)
}

const start = async (fixture: 'small' | 'office'): Promise<void> => {
  portal = await startPortal({ fixture, blobs: 'discard' })
  test = await openTestArchive()
  open()
}

afterEach(async () => {
  await sync.close()
  await context.close()
  await test.close()
  await portal.close()
})

const spaceIds = (): string[] => [...portal.state.spaces.keys()]
const everything = async () => {
  const outcome = await sync.everything(() => undefined)
  expect(outcome).toMatchObject({ ok: true })
}
const control = async (path: string, body: unknown): Promise<void> => {
  const answer = await fetch(`${portal.control}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(answer.status).toBe(200)
}
/** Resolves when `holds` answers true, looked at after every announcement of the archive. */
const until = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!(await holds())) {
    const seen = context.changes.length
    await expect.poll(() => context.changes.length, { timeout: 20_000, interval: 20 }).toBeGreaterThan(seen)
  }
}

describe('a small portal', () => {
  beforeEach(() => start('small'))

  it('S1.13: a full sync leaves the archive equal to the portal, row by row', async () => {
    await everything()
    await expectArchiveEquals(test.archive, portal.state)
    const [space] = spaceIds()
    const detail = await test.archive.run('spaces.detail', { spaceId: sid(space ?? '') })
    expect(detail?.messagesAsOf).toBeGreaterThan(0)
    expect(detail?.filesAsOf).toBeGreaterThan(0)
  })

  it('S1.6, S1.7, S1.9: a later sync finds what was deleted, renamed, added and moved on', async () => {
    await everything()
    const [first, second, third] = spaceIds()
    if (first === undefined || second === undefined || third === undefined) throw new Error('too few spaces')
    await control('/messages', { space_id: first, content: 'One of many', count: 350 })
    await everything()
    await expectArchiveEquals(test.archive, portal.state)

    const log = portal.state.messages(first)
    const ids = [...log.all()].map(({ id }) => id)
    for (const id of [ids[0], ids[120], ids.at(-1)]) if (id !== undefined) log.remove(id)
    const tree = portal.state.files(second)
    const gone = [...tree.all()].find(({ is_folder }) => is_folder) ?? [...tree.all()][0]
    if (gone !== undefined) tree.remove(gone.id)
    const renamed = portal.state.spaces.get(second)
    if (renamed !== undefined) renamed.name = 'Another name'
    portal.state.removeSpace(third)
    await everything()
    await expectArchiveEquals(test.archive, portal.state)
    const reads = createReads(context)
    expect((await reads.spaces.list()).map(({ id }) => id)).not.toContain(third)
    expect(await reads.spaces.find('another NAME')).toMatchObject({ ok: true, value: { id: second } })
  })

  it('S1.10: what is on screen is read again by itself, and what was deleted from it goes', async () => {
    await everything()
    const [space] = spaceIds()
    if (space === undefined) throw new Error('no space')
    sync.start()
    sync.watch(sid(space))
    await control('/messages', { space_id: space, content: 'Are you there?' })
    const contents = async () =>
      (await test.archive.run('messages.all', { spaceId: sid(space) })).map(({ content }) => content)
    await until(async () => (await contents()).includes('Are you there?'))
    const log = portal.state.messages(space)
    const last = [...log.all()].at(-1)
    if (last !== undefined) log.remove(last.id)
    await until(async () => !(await contents()).includes('Are you there?'))
  })

  it('S1.12: a group that changed is told, one that did not is not; people are told though the groups fail', async () => {
    await everything()
    const told = async (): Promise<boolean> => {
      context.changes.length = 0
      await sync.spaces()
      await sync.close()
      sync = createSync(context)
      return context.changes.some(({ topics }) => topics.includes('people'))
    }
    // What the first sync has still to say is said.
    await told()
    expect(await told()).toBe(false)
    const change = async (way: string, method: string, body: unknown): Promise<void> => {
      const answer = await fetch(`${portal.url}/v1/${way}`, {
        method,
        headers: {
          authorization: `Basic ${Buffer.from(`${portal.key}:`).toString('base64')}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify(body),
      })
      expect(answer.status).toBe(200)
    }
    const [group] = portal.state.groups.values()
    if (group === undefined) throw new Error('no group')
    await change(`groups/${group.id}`, 'PATCH', { users: group.users.slice(1) })
    expect(await told()).toBe(true)
    expect(await told()).toBe(false)
    await change(`groups/${group.id}`, 'DELETE', {})
    expect(await told()).toBe(true)
    await change('users', 'POST', { email: 'new@example.test', role: 'client' })
    portal.faults.add({ route: 'POST /v1/groups/search', status: 403, count: 1 })
    expect(await told()).toBe(true)
    await sync.spaces()
    const groups = await test.archive.run('groups.list', undefined)
    expect(groups.map(({ id }) => id)).not.toContain(group.id)
  })

  it('reads spaces, messages, files and search hits of the synced archive', async () => {
    await everything()
    const reads = createReads(context)
    const spaces = await reads.spaces.list()
    const times = spaces.map(({ newest }) => newest?.at ?? 0)
    expect(times).toEqual([...times].sort((a, b) => b - a))
    const space = spaces.find(({ newest }) => newest?.kind === 'message') ?? spaces[0]
    if (space === undefined) throw new Error('no space')
    const page = await reads.messages.page(space.id, null, 500)
    expect(page.complete).toBe(true)
    expect(page.messages).toHaveLength(portal.state.messages(space.id).size())
    const last = page.messages.at(-1)
    if (last === undefined) throw new Error('no message')
    await reads.spaces.markRead(space.id, last.at)
    expect((await reads.spaces.list()).find(({ id }) => id === space.id)?.unread).toBe(0)
    expect(await reads.messages.around(space.id, last.id, 5)).toMatchObject({
      ok: true,
      value: { newer: null },
    })
    const word = last.content.split(/[^\p{L}]+/u).sort((a, b) => b.length - a.length)[0] ?? ''
    const found = await reads.search.query(`"${word}" in:"${space.name}"`, 200, 'newest')
    const hits = found.map(({ hit }) => hit)
    expect(hits.map((hit) => (hit.kind === 'message' ? hit.messageId : ''))).toContain(last.id)
    const files = await reads.files.list(space.id, null)
    expect(files).toMatchObject({ ok: true, value: { path: [] } })
    if (files.ok)
      for (const row of files.value.rows) expect(row).toMatchObject({ isNew: false, here: 'none' })
  })

  it('S1.11: a refused key is a failure that keeps the archive', async () => {
    await everything()
    await control('/revoke-key', {})
    expect(await sync.everything(() => undefined)).toMatchObject({
      ok: false,
      error: { code: 'key-refused' },
    })
    expect((await createReads(context).spaces.list()).length).toBe(spaceIds().length)
  })
})

describe('an office', () => {
  beforeEach(() => start('office'))

  it('S1.13: the first sync shows spaces at once, newest messages next, and everything in the end', async () => {
    const began = performance.now()
    sync.start()
    await until(async () => (await test.archive.run('inbox.list', { me: context.me.id, now: 0 })).length > 0)
    const listed = performance.now()
    await until(async () => sync.firstSync() === null)
    const usable = performance.now()
    const left = async () =>
      (await test.archive.run('sync.spaces', undefined)).filter(({ gaps }) => gaps > 0).length
    await until(async () => (await left()) === 0)
    const whole = performance.now()
    await sync.stop()
    await expectArchiveEquals(test.archive, portal.state)
    const seconds = (from: number, to: number): string => ((to - from) / 1000).toFixed(1)
    console.log(
      `office: spaces after ${seconds(began, listed)} s, first sync ${seconds(began, usable)} s, ` +
        `all messages ${seconds(began, whole)} s, ${portal.log.entries().length} requests`,
    )
    const beganReading = performance.now()
    const list = await test.archive.run('inbox.list', { me: context.me.id, now: 0 })
    console.log(`office: inbox of ${list.length} in ${(performance.now() - beganReading).toFixed(1)} ms`)
  })
})
