import { describe, expect, it } from 'vitest'
import { sending, useRoom } from '../../../test/suites/outbox/desk.ts'
import type { SpaceId } from '../../core/space.ts'
import { systemClock } from '../node/clock.ts'
import { createOutbox } from './outbox.ts'

const room = useRoom()
const { open, client, send, arrived, forget } = room
const posting = 'POST /v1/spaces/:sid/messages'
const searching = 'POST /v1/spaces/:id/messages/search'

describe('a message in doubt', () => {
  it('O1.7 is not taken for an equal one that was there before, even if the archive never saw that', async () => {
    const { outbox } = await open()
    outbox.start()
    await client(2_000).messages.send(room.space(), { content: 'backup done' })
    room.portal().faults.add({ route: sending, cut: 'before', count: 1 })
    const id = await send(outbox, 'backup done')
    expect((await outbox.settled(id)).ok).toBe(true)
    expect(await arrived()).toEqual(['backup done', 'backup done'])
  })

  it('O1.6 O1.7 an old reading of the space is not taken for a fresh one by a clock that lags', async () => {
    const lag = 600_000
    const { archive, context } = await open()
    const outbox = createOutbox(
      {
        ...context,
        ports: { ...context.ports, clock: { ...systemClock, now: () => Date.now() - lag } },
        foyer: { ...context.foyer, clockSkewMs: () => lag },
      },
      { settleMs: 400, probeMs: 50 },
    )
    // Ten minutes old by the portal's clock, and just now by ours.
    const empty = { messages: [], first: true, short: true, mark: 0, passAt: Date.now() - lag }
    await archive.run('sync.messagesPage', { spaceId: room.space(), ...empty })
    outbox.start()
    await client(2_000).messages.send(room.space(), { content: 'backup done' })
    room.portal().faults.add({ route: sending, cut: 'before', count: 1 })
    const id = await send(outbox, 'backup done')
    expect((await outbox.settled(id)).ok).toBe(true)
    expect(await arrived()).toEqual(['backup done', 'backup done'])
    await outbox.close()
  })

  it('O1.6 rests as long when the network comes and goes meanwhile, and was tried in vain before', async () => {
    const { outbox } = await open()
    outbox.start()
    const { faults } = room.portal()
    faults.add({ route: sending, status: 429, headers: { 'retry-after': '0' }, count: 2 })
    faults.add({ route: sending, status: 503, commitLateMs: 250, count: 1 })
    const flap = (): void => {
      outbox.setOnline(false)
      outbox.setOnline(true)
    }
    const state = async () =>
      (await outbox.outgoing(room.space())).map((row) => row.problem?.code ?? row.state)
    const id = await send(outbox, 'on a train')
    // Should the first flap come before the failure's rest begins, that rest takes its few seconds.
    const patience = { interval: 10, timeout: 20_000 }
    await expect.poll(state, patience).not.toEqual(['queued'])
    flap()
    await expect.poll(async () => (await outbox.outgoing(room.space()))[0]?.state, patience).toBe('unsure')
    flap()
    expect((await outbox.settled(id)).ok).toBe(true)
    await expect
      .poll(() =>
        room
          .portal()
          .log.entries()
          .some(({ late }) => late),
      )
      .toBe(true)
    expect(await arrived()).toEqual(['on a train'])
  })

  it('O1.9 is left to the person when somebody else wrote the same with the same key meanwhile', async () => {
    const { outbox } = await open()
    outbox.start()
    room.portal().faults.add({ route: sending, lostReply: true, count: 1 })
    const id = await send(outbox, 'twins')
    await expect
      .poll(async () => (await outbox.outgoing(room.space())).map(({ state }) => state))
      .toEqual(['unsure'])
    await client(2_000).messages.send(room.space(), { content: 'twins' })
    expect(await outbox.settled(id)).toMatchObject({ ok: false, error: { unsure: true } })
    expect(await outbox.resolve(id, 'discard')).toMatchObject({ ok: true })
    expect(await arrived()).toEqual(['twins', 'twins'])
  })

  it('O1.10 a space that is gone refuses the message and keeps its text', async () => {
    const { outbox } = await open()
    outbox.start()
    const gone = 'no-such-space' as SpaceId
    const sent = await outbox.send(gone, 'hello?', 0)
    if (!sent.ok) throw new Error('The outbox took nothing')
    expect(await outbox.settled(sent.value.id)).toMatchObject({ ok: false, error: { code: 'not-found' } })
    expect(await outbox.outgoing(gone)).toMatchObject([{ content: 'hello?', state: 'refused' }])
  })

  it.each([
    ['the reply is lost', { lostReply: true }],
    ['the reply breaks off half-way', { cut: 'middle' }],
    ['the portal saves it and answers 500', { status: 500, commitLateMs: 0 }],
    ['the portal saves it late, after our time limit', { status: 503, commitLateMs: 250 }],
    [
      'a captive portal answers with a page though it was saved',
      { status: 200, contentType: 'text/html', body: '<p>', commitLateMs: 0 },
    ],
  ] as const)('O1.5 O1.6 is found and not sent again when %s', async (_what, fault) => {
    const { outbox } = await open()
    outbox.start()
    room.portal().faults.add({ route: sending, count: 1, ...fault })
    const id = await send(outbox, 'only once')
    expect((await outbox.settled(id)).ok).toBe(true)
    expect(await arrived()).toEqual(['only once'])
    expect(await outbox.pending()).toBe(0)
  })

  it.each([
    ['the connection breaks before the portal saw it', { cut: 'before' }],
    ['the portal fails with 500', { status: 500 }],
    ['a black hole swallows it', { hang: true }],
  ] as const)('O1.8 is sent once more when %s', async (_what, fault) => {
    const { outbox } = await open()
    outbox.start()
    room.portal().faults.add({ route: sending, count: 1, ...fault })
    const id = await send(outbox, 'at least once')
    expect((await outbox.settled(id)).ok).toBe(true)
    expect(await arrived()).toEqual(['at least once'])
  })

  it('O1.5 is shown as unsure meanwhile, and saved once though the answer comes after our time limit', async () => {
    const { outbox } = await open(100)
    outbox.start()
    room.portal().faults.add({ route: sending, delayMs: 200, count: 1 })
    const id = await send(outbox, 'slowly')
    await expect
      .poll(async () => (await outbox.outgoing(room.space())).map(({ state, asks }) => [state, asks]))
      .toEqual([['unsure', false]])
    expect((await outbox.settled(id)).ok).toBe(true)
    expect(await arrived()).toEqual(['slowly'])
  })

  it('O1.8 three equal texts stay three, whichever replies are lost', async () => {
    for (const lost of [[0], [1], [2], [0, 1], [0, 2], [0, 1, 2]]) {
      const desk = await open()
      const { outbox } = desk
      await forget()
      outbox.start()
      for (const skip of lost)
        room.portal().faults.add({ route: sending, lostReply: true, count: 1, skip: skip === 0 ? 0 : 1 })
      const ids = [await send(outbox, 'ok'), await send(outbox, 'ok'), await send(outbox, 'ok')]
      for (const id of ids) expect((await outbox.settled(id)).ok).toBe(true)
      expect(await arrived()).toEqual(['ok', 'ok', 'ok'])
      room.portal().faults.clear()
      await desk.close()
    }
  })

  it.each([-5, 5])('O1.6 fault 12: is found though the clocks are %i hours apart', async (hours) => {
    room.portal().clock.setSkew(hours * 3_600_000)
    try {
      const { outbox } = await open()
      outbox.start()
      room.portal().faults.add({ route: sending, lostReply: true, count: 1 })
      const id = await send(outbox, `hours apart: ${hours}`)
      expect((await outbox.settled(id)).ok).toBe(true)
      const texts = await arrived()
      expect(texts).toEqual([`hours apart: ${hours}`])
    } finally {
      room.portal().clock.setSkew(0)
    }
  })

  it('O1.6 is not settled while the search fails', async () => {
    const { outbox } = await open()
    outbox.start()
    room.portal().faults.add({ route: sending, lostReply: true, count: 1 })
    room.portal().faults.add({ route: searching, status: 503, count: 3 })
    const id = await send(outbox, 'patience')
    expect((await outbox.settled(id)).ok).toBe(true)
    expect(await arrived()).toEqual(['patience'])
  })

  it('O1.9 is left to the person when three requests have left nothing behind', async () => {
    const { outbox } = await open()
    outbox.start()
    room.portal().log.clear()
    room.portal().faults.add({ route: sending, status: 500 })
    const id = await send(outbox, 'is anybody there')
    expect(await outbox.settled(id)).toMatchObject({ ok: false, error: { unsure: true } })
    expect(await outbox.outgoing(room.space())).toMatchObject([
      { state: 'unsure', asks: true, content: 'is anybody there' },
    ])
    const posts = room
      .portal()
      .log.entries()
      .filter(({ method, route }) => `${method} ${route}` === posting)
    expect(posts).toHaveLength(3)
    room.portal().faults.clear()
    expect(await outbox.resolve(id, 'discard')).toEqual({ ok: true, value: { content: 'is anybody there' } })
    expect(await outbox.outgoing(room.space())).toEqual([])
    expect(await arrived()).toEqual([])
  })
})
