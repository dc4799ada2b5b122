import { afterEach, describe, expect, it } from 'vitest'

import { startPortal } from './server.ts'
import type { Portal } from './server.ts'
import type { FixtureName } from './options.ts'

const uuid4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe('fixtures', () => {
  const open: Portal[] = []
  afterEach(async () => {
    for (const portal of open.splice(0)) await portal.close()
  })
  async function start(fixture: FixtureName, seed = 1): Promise<Portal> {
    const portal = await startPortal({ fixture, seed, blobs: 'discard' })
    open.push(portal)
    return portal
  }
  const everything = (portal: Portal) => {
    const spaces = [...portal.state.spaces.keys()]
    const users = [...portal.state.users.values()]
    return {
      spaces: spaces.length,
      staff: users.filter(({ role }) => role === 'staff').length,
      clients: users.filter(({ role }) => role === 'client').length,
      messages: spaces.flatMap((id) => [...portal.state.messages(id).all()]),
      files: spaces.flatMap((id) => [...portal.state.files(id).all()]),
    }
  }

  it('office: 40 spaces, 25 staff and 120 clients, 6,000 messages, 3,000 files', async () => {
    const { messages, files, ...counts } = everything(await start('office'))
    expect(counts).toEqual({ spaces: 40, staff: 25, clients: 120 })
    expect(messages).toHaveLength(6000)
    expect(files.filter(({ is_folder }) => !is_folder)).toHaveLength(3000)
    expect(new Set(messages.map(({ created_at }) => created_at)).size).toBe(6000)
    expect(messages.every(({ content }) => content.trim() !== '' && !/\{\w+\}/.test(content))).toBe(true)
    for (const item of [...messages, ...files]) {
      expect(item.id).toMatch(uuid4)
      expect(Date.parse(item.created_at)).toBeLessThan(Date.now())
    }
  })

  it('office: the newest message is minutes old, the oldest nearly a year', async () => {
    const times = everything(await start('office')).messages.map(({ created_at }) => Date.parse(created_at))
    const now = Date.now()
    expect(now - times.reduce((a, b) => Math.max(a, b))).toBeLessThan(3_600_000)
    expect(now - times.reduce((a, b) => Math.min(a, b))).toBeGreaterThan(300 * 86_400_000)
  })

  it('small: nothing was said later than now, so that what comes is newer', async () => {
    const times = everything(await start('small')).messages.map(({ created_at }) => Date.parse(created_at))
    expect(times.every((time) => time < Date.now())).toBe(true)
  })

  it('are the same for one seed and others for another', async () => {
    const ids = (portal: Portal) => everything(portal).messages.map(({ id }) => id)
    const [one, same, other] = [await start('small'), await start('small'), await start('small', 2)]
    expect(ids(same)).toEqual(ids(one))
    expect(ids(other)).not.toEqual(ids(one))
  })

  it('million: a million messages, each found by the id it was listed with', async () => {
    const { state } = await start('million')
    const spaces = [...state.spaces.keys()]
    expect(spaces).toHaveLength(200)
    expect(spaces.reduce((sum, id) => sum + state.messages(id).size(), 0)).toBe(1_000_000)
    const ids = new Set<string>()
    for (const space of spaces) {
      const log = state.messages(space)
      const page = log.page({ skip: 4000, take: 50, direction: 'desc' })
      for (const message of page) {
        ids.add(message.id)
        expect(message.id).toMatch(uuid4)
        expect(log.get(message.id)).toEqual(message)
      }
      const times = page.map(({ created_at }) => created_at)
      expect(times).toEqual(times.toSorted().toReversed())
    }
    expect(ids.size).toBe(10_000)
    const [first = '', second = ''] = spaces
    const [message] = state.messages(first).page({ skip: 0, take: 1, direction: 'asc' })
    expect(state.messages(second).get(message?.id ?? '')).toBeUndefined()
    expect(state.spaceOfMessage(message?.id ?? '')).toBe(first)
    expect(state.messages(first).remove(message?.id ?? '')).toBe(true)
    expect(state.messages(first).size()).toBe(4999)
  })
})
