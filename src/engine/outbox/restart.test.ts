import { describe, expect, it } from 'vitest'
import { sending, useRoom } from '../../../test/suites/outbox/desk.ts'

const room = useRoom()
const { open, client, send, arrived } = room

describe('a program that ended', () => {
  it('O1.1 O1.5 survives a program that ends between the request and its answer', async () => {
    const crashed = await open(5_000)
    crashed.outbox.start()
    room.portal().faults.add({ route: sending, delayMs: 150, count: 1 })
    await send(crashed.outbox, 'before the crash')
    await expect
      .poll(async () => (await crashed.outbox.outgoing(room.space())).map(({ state }) => state))
      .toEqual(['sending'])
    await crashed.crash()

    const { outbox } = await open()
    outbox.start()
    await expect.poll(() => outbox.pending(), { timeout: 5_000 }).toBe(0)
    expect(await arrived()).toEqual(['before the crash'])
  })

  it('O1.12 completes an arrival that was noted but not yet delivered', async () => {
    const { outbox, archive } = await open()
    const id = await send(outbox, 'noted')
    await archive.run('outbox.intend', { id, me: room.me(), portalNow: Date.now(), seen: [] })
    const sent = await client(2_000).messages.send(room.space(), { content: 'noted' })
    if (!sent.ok) throw new Error('The test portal does not answer')
    await archive.run('outbox.arrived', { id, message: sent.value, now: Date.now() })
    expect(await outbox.outgoing(room.space())).toEqual([])

    outbox.start()
    expect(await outbox.settled(id)).toEqual({ ok: true, value: { messageId: sent.value.id } })
    const kept = await archive.run('messages.all', { spaceId: room.space() })
    expect(kept.map((message) => message.id)).toEqual([sent.value.id])
    expect(await arrived()).toEqual(['noted'])
  })

  it('O1.1 what was queued when the program ended is sent when it starts again', async () => {
    const crashed = await open()
    await send(crashed.outbox, 'still here')
    await crashed.crash()
    const { outbox } = await open()
    outbox.start()
    await expect.poll(() => outbox.pending()).toBe(0)
    expect(await arrived()).toEqual(['still here'])
  })
})
