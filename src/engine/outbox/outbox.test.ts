import { describe, expect, it } from 'vitest'
import { sending, useRoom } from '../../../test/suites/outbox/desk.ts'
import type { OutboxId } from '../../core/outbox/outgoing.ts'

const room = useRoom()
const { open, send, arrived } = room

describe('a message on its way', () => {
  it('O1.12 is in the archive and out of the outbox once it has arrived', async () => {
    const { outbox, archive } = await open()
    outbox.start()
    const id = await send(outbox, 'good morning')
    const settled = await outbox.settled(id)
    expect(settled.ok).toBe(true)
    expect(await outbox.outgoing(room.space())).toEqual([])
    const kept = await archive.run('messages.all', { spaceId: room.space() })
    expect(kept.map(({ content }) => content)).toEqual(['good morning'])
    expect(await arrived()).toEqual(['good morning'])
  })

  it('O1.2 O1.13 can be taken back before it is sent, and becomes the draft again', async () => {
    const { outbox } = await open()
    outbox.start()
    await outbox.drafts.save(room.space(), 'half a thought')
    const id = await send(outbox, 'too early', 60_000)
    expect(await outbox.drafts.get(room.space())).toBe('')
    expect(await outbox.outgoing(room.space())).toMatchObject([
      { id, state: 'queued', asks: false, problem: null },
    ])
    await outbox.drafts.save(room.space(), 'the next one')
    expect(await outbox.undo(id)).toEqual({ ok: true, value: { content: 'too early\n\nthe next one' } })
    expect(await outbox.drafts.get(room.space())).toBe('too early\n\nthe next one')
    expect(await outbox.undo(id)).toMatchObject({ ok: false, error: { code: 'not-found' } })
    expect(await arrived()).toEqual([])
  })

  it('O1.3 keeps its place: ten messages arrive in the order they were written', async () => {
    const { outbox } = await open()
    outbox.start()
    room
      .portal()
      .faults.add({ route: sending, status: 429, headers: { 'retry-after': '0' }, count: 2, skip: 3 })
    const words = Array.from({ length: 10 }, (_, index) => `line ${index}`)
    const ids: OutboxId[] = []
    for (const word of words) ids.push(await send(outbox, word))
    for (const id of ids) expect((await outbox.settled(id)).ok).toBe(true)
    expect(await arrived()).toEqual(words)
  })

  it('O1.10 keeps its text when the portal refuses it, and holds back nobody', async () => {
    const { outbox } = await open()
    outbox.start()
    room
      .portal()
      .faults.add({ route: sending, status: 422, body: { result: { message: 'Too rude' } }, count: 1 })
    const id = await send(outbox, 'refused words')
    expect(await outbox.settled(id)).toMatchObject({
      ok: false,
      error: { code: 'invalid', detail: 'Too rude' },
    })
    const next = await send(outbox, 'kinder words')
    expect((await outbox.settled(next)).ok).toBe(true)
    expect(await outbox.outgoing(room.space())).toMatchObject([
      { content: 'refused words', state: 'refused', asks: true },
    ])
    expect(await outbox.counts()).toEqual(new Map([[room.space(), 1]]))
    expect(await outbox.resolve(id, 'send-again')).toEqual({ ok: true, value: { content: 'refused words' } })
    expect((await outbox.settled(id)).ok).toBe(true)
    expect(await arrived()).toEqual(['kinder words', 'refused words'])
  })

  it('O1.11 waits, with everything behind it, while the key is refused, and loses nothing', async () => {
    const { outbox } = await open()
    room.useKey('revoked')
    outbox.start()
    const first = await send(outbox, 'one')
    await send(outbox, 'two')
    expect(await outbox.settled(first)).toMatchObject({ ok: false, error: { code: 'key-refused' } })
    expect((await outbox.outgoing(room.space())).map(({ state, problem }) => [state, problem?.code])).toEqual(
      [
        ['queued', 'key-refused'],
        ['queued', 'key-refused'],
      ],
    )
    expect(await outbox.pending()).toBe(2)
    room.useKey(room.portal().key)
    await expect.poll(() => outbox.pending()).toBe(0)
    expect(await arrived()).toEqual(['one', 'two'])
  })

  it('O1.11 fault 42: a key revoked with 500 messages queued loses and doubles none, a restart in between', async () => {
    const { portal, space } = room
    const there = portal().state.messages(space())
    const first = there.size()
    const texts = Array.from({ length: 500 }, (_, index) => (index % 10 === 0 ? 'Danke!' : `line ${index}`))
    let desk = await open()
    for (const text of texts) await send(desk.outbox, text)
    desk.outbox.start()
    await expect.poll(() => there.size() - first, { timeout: 10_000 }).toBeGreaterThan(5)
    room.useKey('revoked')
    const parked = async (): Promise<boolean> => {
      const rows = await desk.outbox.outgoing(space())
      return rows.length > 0 && rows.every(({ problem }) => problem?.code === 'key-refused')
    }
    await expect.poll(parked, { timeout: 10_000 }).toBe(true)
    const waiting = await desk.outbox.pending()
    expect(waiting).toBeGreaterThan(0)
    expect(waiting).toBe(500 - (there.size() - first))

    await desk.close()
    desk = await open()
    desk.outbox.start()
    await expect.poll(parked, { timeout: 10_000 }).toBe(true)
    expect(await desk.outbox.pending()).toBe(waiting)

    room.useKey(portal().key)
    await expect.poll(() => desk.outbox.pending(), { timeout: 40_000 }).toBe(0)
    expect([...there.all()].slice(first).map(({ content }) => content)).toEqual(texts)
  }, 60_000)

  it('O1.11 waits off line and goes at once when the network is back', async () => {
    const { outbox } = await open()
    outbox.setOnline(false)
    outbox.start()
    const id = await send(outbox, 'from the train')
    expect(await outbox.outgoing(room.space())).toMatchObject([
      { state: 'queued', problem: { code: 'unreachable' } },
    ])
    outbox.setOnline(true)
    expect((await outbox.settled(id)).ok).toBe(true)
  })
})
