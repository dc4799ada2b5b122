import { describe, expect, it } from 'vitest'
import { useRoom } from '../../../test/suites/outbox/desk.ts'
import { fail } from '../../core/failure.ts'
import type { Message, MessageId } from '../../core/message.ts'
import type { UserId } from '../../core/person.ts'
import type { PortalContext } from '../context.ts'
import { createRemovals, type Removals } from './removals.ts'

const room = useRoom()
const deleting = 'DELETE /v1/spaces/:id/messages/:id'
const looking = 'GET /v1/spaces/:id/messages/:id'
/** Longer than any test. */
const longUndo = 3_600_000

type Desk = {
  readonly removals: Removals
  readonly context: PortalContext
  /** What the portal holds of the space is read into the archive. */
  readonly read: () => Promise<void>
  /** What the archive shows of the space's newest messages. */
  readonly shown: () => Promise<readonly string[]>
  readonly restart: () => Promise<Desk>
  readonly end: () => Promise<void>
}

const desk = async (me?: UserId): Promise<Desk> => {
  const opened = await room.open()
  const { context: given, archive } = opened
  const context = me === undefined ? given : { ...given, me: { id: me } }
  const removals = createRemovals(context, { staffMode: () => false, probeMs: 50 })
  const spaceId = room.space()
  const end = async (): Promise<void> => {
    await removals.close()
    await opened.close()
  }
  return {
    ...{ removals, context, end },
    read: async () => {
      const { messages: mark } = await archive.run('sync.mark', undefined)
      const page = await room.client(2_000).messages.search(spaceId, { pageSize: 100, pageNumber: 1 })
      if (!page.ok) throw new Error('The test portal does not answer')
      const messages = page.value.results
      const short = messages.length < 100
      await archive.run('sync.messagesPage', { spaceId, messages, first: true, short, mark, passAt: 1 })
    },
    shown: async () => {
      const asked = { spaceId, before: null, limit: 100, me: context.me.id }
      return (await archive.run('messages.page', asked)).messages.map(({ content }) => content)
    },
    restart: async () => {
      await end()
      return desk(me)
    },
  }
}

/** A message of ours in the portal. */
const written = async (content: string): Promise<Message> => {
  const sent = await room.client(2_000).messages.send(room.space(), { content })
  if (!sent.ok) throw new Error('The test portal takes no message')
  return sent.value
}

const requests = (route = 'DELETE /v1/spaces/:sid/messages/:id'): number =>
  room
    .portal()
    .log.entries()
    .filter((entry) => `${entry.method} ${entry.route}` === route).length

describe('deleting a message', () => {
  it('O1.34 O1.35 it is out of sight at once, and gone at the portal after its undo window', async () => {
    const { removals, read, shown } = await desk()
    const { id } = await written('never mind')
    await read()
    removals.start()
    expect(await removals.remove(room.space(), id, 30)).toEqual({ ok: true, value: undefined })
    expect(await shown()).not.toContain('never mind')
    expect(await removals.settled(id)).toEqual({ ok: true, value: undefined })
    expect(await room.arrived()).toEqual([])
    expect(await removals.ofSpace(room.space())).toEqual({ hidden: [id], open: [] })
    await read()
    expect(await shown()).not.toContain('never mind')
    await removals.close()
  })

  it('O1.34 undone, it is back, and the portal was never asked', async () => {
    const { removals, read, shown } = await desk()
    const { id } = await written('think again')
    await read()
    const before = await shown()
    room.portal().log.clear()
    removals.start()
    await removals.remove(room.space(), id, longUndo)
    expect(await removals.pending()).toBe(1)
    expect((await removals.ofSpace(room.space())).open).toMatchObject([
      { id, state: 'waiting', undoable: true, mine: true, beginning: 'think again', problem: null },
    ])
    await read()
    expect(await shown()).not.toContain('think again')
    expect((await removals.undo(id)).ok).toBe(true)
    expect(await shown()).toEqual(before)
    await read()
    expect(await shown()).toEqual(before)
    expect(requests()).toBe(0)
    expect(await removals.undo(id)).toMatchObject({ ok: false, error: { code: 'not-found' } })
    await removals.close()
  })

  it('O1.35 off line it waits, survives a restart, and goes once when the network is back', async () => {
    const first = await desk()
    const { id } = await written('from the train')
    await first.read()
    first.removals.setOnline(false)
    first.removals.start()
    await first.removals.remove(room.space(), id, 0)
    expect((await first.removals.ofSpace(room.space())).open).toMatchObject([
      { state: 'waiting', undoable: true, problem: { code: 'unreachable' } },
    ])
    const second = await first.restart()
    expect(await second.shown()).not.toContain('from the train')
    expect(await room.arrived()).toEqual(['from the train'])
    room.portal().log.clear()
    second.removals.start()
    expect((await second.removals.settled(id)).ok).toBe(true)
    expect(await room.arrived()).toEqual([])
    expect(requests()).toBe(1)
    await second.removals.close()
  })

  it.each([
    ['the reply is lost', { lostReply: true }],
    ['the portal fails', { status: 500 }],
    ['the connection breaks before the portal saw it', { cut: 'before' }],
    ['the portal asks for a pause', { status: 429, headers: { 'retry-after': '0' } }],
  ] as const)('O1.35 O1.36 it is gone in the end when %s', async (_what, fault) => {
    const { removals, read } = await desk()
    const { id } = await written('stubborn')
    await read()
    room.portal().faults.add({ route: deleting, count: 1, ...fault })
    removals.start()
    await removals.remove(room.space(), id, 0)
    expect((await removals.settled(id)).ok).toBe(true)
    expect(await room.arrived()).toEqual([])
    await removals.close()
  })

  it('O1.36 what somebody else deleted meanwhile is gone, too', async () => {
    const { removals, read, shown } = await desk()
    const { id } = await written('twice deleted')
    await read()
    await removals.remove(room.space(), id, 0)
    await room.client(2_000).messages.remove(room.space(), id)
    removals.start()
    expect((await removals.settled(id)).ok).toBe(true)
    expect(await shown()).not.toContain('twice deleted')
    await removals.close()
  })

  it('O1.36 O1.37 a portal that can’t delete messages gives the message back', async () => {
    const { removals, read, shown } = await desk()
    const { id } = await written('here to stay')
    await read()
    room.portal().faults.add({ route: deleting, status: 404 })
    removals.start()
    await removals.remove(room.space(), id, 0)
    expect(await removals.settled(id)).toMatchObject({ ok: false, error: { code: 'not-offered' } })
    expect(await shown()).toContain('here to stay')
    await removals.close()
  })

  it('O1.36 where the portal won’t say whether it is gone, the message comes back', async () => {
    const { removals, read, shown } = await desk()
    const { id } = await written('perhaps')
    await read()
    room.portal().faults.add({ route: deleting, status: 404, count: 1 })
    room.portal().faults.add({ route: looking, status: 403, count: 1 })
    removals.start()
    await removals.remove(room.space(), id, 0)
    expect(await removals.settled(id)).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    expect(await shown()).toContain('perhaps')
    await removals.close()
  })

  it('O1.37 a refusal brings it back and says why; tried again it goes, left alone it stays', async () => {
    const { removals, read, shown } = await desk()
    const [one, two] = [await written('not yours'), await written('nor this')]
    await read()
    const before = await shown()
    room.portal().faults.add({ route: deleting, status: 403, count: 2 })
    removals.start()
    for (const { id } of [one, two]) {
      await removals.remove(room.space(), id, 0)
      expect(await removals.settled(id)).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    }
    expect(await shown()).toEqual(before)
    expect((await removals.ofSpace(room.space())).open).toMatchObject([
      { id: one.id, state: 'refused', undoUntil: null, problem: { code: 'forbidden' } },
      { id: two.id },
    ])
    expect((await removals.resolve(two.id, 'leave')).ok).toBe(true)
    expect((await removals.resolve(one.id, 'again')).ok).toBe(true)
    expect((await removals.settled(one.id)).ok).toBe(true)
    expect(await shown()).toEqual(before.filter((content) => content !== 'not yours'))
    expect(await room.arrived()).toEqual(['nor this'])
    expect(await removals.resolve(one.id, 'again')).toMatchObject({ ok: false, error: { code: 'not-found' } })
    await removals.close()
  })

  it('O1.35 what it waits for is told until the answer, also while it is tried again', async () => {
    const { removals, read, context } = await desk()
    const { id } = await written('patience')
    await read()
    await removals.remove(room.space(), id, 0)
    const problem = fail('server-error')
    await context.archive.run('removals.intend', { id })
    await context.archive.run('removals.wait', { id, untouched: false, problem })
    const told = async () =>
      (await removals.ofSpace(room.space())).open.map((row) => [row.state, row.problem])
    expect(await told()).toEqual([['waiting', problem]])
    await context.archive.run('removals.intend', { id })
    expect(await told()).toEqual([['sending', problem]])
    removals.start()
    expect((await removals.settled(id)).ok).toBe(true)
    expect(await told()).toEqual([])
    await removals.close()
  })

  it('O1.35 a refused key parks deletions and loses none', async () => {
    const { removals, read } = await desk()
    const { id } = await written('wait for the key')
    await read()
    room.useKey('revoked')
    removals.start()
    await removals.remove(room.space(), id, 0)
    expect(await removals.settled(id)).toMatchObject({ ok: false, error: { code: 'key-refused' } })
    room.useKey(room.portal().key)
    await expect.poll(() => room.arrived()).toEqual([])
    expect(await removals.pending()).toBe(0)
    await removals.close()
  })

  it('O1.33 another person’s message is left alone without staff mode; what nobody knows is not found', async () => {
    const { removals, read } = await desk()
    const sent = await room
      .client(2_000)
      .messages.send(room.space(), { content: 'theirs', userId: otherUser() })
    if (!sent.ok) throw new Error('The test portal takes no message')
    await read()
    expect(await removals.remove(room.space(), sent.value.id, 0)).toMatchObject({
      ok: false,
      error: { code: 'staff-mode' },
    })
    expect(await removals.remove(room.space(), 'no-such' as MessageId, 0)).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    })
    expect(await removals.pending()).toBe(0)
  })

  it('O1.39 under another person’s key it waits for a decision, and the message is shown', async () => {
    const first = await desk()
    const { id } = await written('mine, or was it')
    await first.read()
    await first.removals.remove(room.space(), id, 0)
    await first.end()
    const { removals, shown } = await desk(otherUser())
    room.portal().log.clear()
    removals.start()
    expect(await removals.settled(id)).toMatchObject({ ok: false, error: { code: 'other-author' } })
    expect(await shown()).toContain('mine, or was it')
    expect(requests()).toBe(0)
    expect((await removals.resolve(id, 'again')).ok).toBe(true)
    expect((await removals.settled(id)).ok).toBe(true)
    expect(await room.arrived()).toEqual([])
    await removals.close()
  })
})

const otherUser = (): UserId => {
  const other = [...room.portal().state.users.keys()].find((id) => id !== (room.me() as string))
  if (other === undefined) throw new Error('The test portal has one user only')
  return other as UserId
}
