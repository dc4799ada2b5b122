import { describe, expect, it } from 'vitest'
import { sending, useRoom } from '../../../test/suites/outbox/desk.ts'
import { createOutbox, type Outbox } from './outbox.ts'

const room = useRoom()
const { open, send, arrived } = room

const later = async (outbox: Outbox, content: string, ms: number) => {
  const sent = await outbox.send(room.space(), content, 0, Date.now() + ms)
  if (!sent.ok) throw new Error('The outbox took nothing')
  return sent.value.id
}

describe('a message for later', () => {
  it('O1.14 O1.15 goes by itself when its time comes, after what was written before', async () => {
    const { outbox } = await open()
    outbox.start()
    const scheduled = await later(outbox, 'for later', 600)
    const now = await send(outbox, 'for now')
    expect((await outbox.settled(now)).ok).toBe(true)
    expect(await outbox.outgoing(room.space())).toMatchObject([
      { id: scheduled, editable: true, undoUntil: null },
    ])
    expect((await outbox.settled(scheduled)).ok).toBe(true)
    expect(await arrived()).toEqual(['for now', 'for later'])
  })

  it('O1.14 survives a restart, and goes when its time passed meanwhile', async () => {
    const crashed = await open()
    await later(crashed.outbox, 'while away', 50)
    const far = await later(crashed.outbox, 'next year', 365 * 86_400_000)
    await crashed.crash()
    const { outbox } = await open()
    outbox.start()
    await expect.poll(arrived).toEqual(['while away'])
    expect(await outbox.outgoing(room.space())).toMatchObject([{ id: far, state: 'queued' }])
  })

  it('O1.14 can be sent now, given another time, or taken back', async () => {
    const { outbox } = await open()
    outbox.start()
    const first = await later(outbox, 'first', 3_600_000)
    const second = await later(outbox, 'second', 3_600_000)
    const third = await later(outbox, 'third', 3_600_000)
    expect(await outbox.edit(first, { sendAt: Date.now() + 7_200_000 })).toEqual({
      ok: true,
      value: undefined,
    })
    expect(await outbox.edit(second, { sendAt: null, content: 'second, changed' })).toMatchObject({
      ok: true,
    })
    expect(await outbox.undo(third)).toMatchObject({ ok: true, value: { content: 'third' } })
    expect((await outbox.settled(second)).ok).toBe(true)
    expect(await arrived()).toEqual(['second, changed'])
    expect(await outbox.outgoing(room.space())).toMatchObject([{ id: first }])
  })
})

describe('changing what was not accepted yet', () => {
  it('O1.16 O1.17 a held message waits with the later ones behind it, and goes as it was changed', async () => {
    const { outbox } = await open()
    const id = await send(outbox, 'tpyo')
    expect(await outbox.hold(id)).toEqual({ ok: true, value: undefined })
    await send(outbox, 'after it')
    outbox.start()
    expect((await outbox.edit(await later(outbox, 'no row of mine', 3_600_000), {})).ok).toBe(true)
    expect(await arrived()).toEqual([])
    expect((await outbox.outgoing(room.space())).slice(0, 2)).toMatchObject([
      { id, state: 'queued' },
      { content: 'after it', state: 'queued' },
    ])
    expect((await outbox.edit(id, { content: 'typo' })).ok).toBe(true)
    await expect.poll(arrived).toContain('after it')
    expect(await arrived()).toEqual(['typo', 'after it'])
  })

  it('O1.17 a hold that begins while the look ahead is on its way keeps the message from going', async () => {
    const { context } = await open()
    const { messages } = context.foyer
    let tell = (): void => undefined
    const looked = new Promise<void>((resolve) => (tell = resolve))
    let looks = 0
    const foyer: typeof context.foyer = {
      ...context.foyer,
      messages: {
        ...messages,
        search: async (...asked) => {
          const page = await messages.search(...asked)
          looks += 1
          if (looks === 1) {
            expect(await outbox.hold(id)).toEqual({ ok: true, value: undefined })
            tell()
          }
          return page
        },
      },
    }
    const outbox = createOutbox({ ...context, foyer })
    const id = await send(outbox, 'tpyo')
    outbox.start()
    await looked
    // The step goes on with its page now, and would write the intent.
    await new Promise(setImmediate)
    expect(await outbox.edit(id, { content: 'typo' })).toEqual({ ok: true, value: undefined })
    expect((await outbox.settled(id)).ok).toBe(true)
    expect(await arrived()).toEqual(['typo'])
    await outbox.close()
  })

  it('O1.16 a refused message is queued again by being changed', async () => {
    const { outbox } = await open()
    outbox.start()
    room.portal().faults.add({ route: sending, status: 422, count: 1 })
    const id = await send(outbox, 'refused words')
    expect((await outbox.settled(id)).ok).toBe(false)
    expect(await outbox.outgoing(room.space())).toMatchObject([{ editable: true, content: 'refused words' }])
    expect((await outbox.edit(id, { content: 'kinder words' })).ok).toBe(true)
    expect((await outbox.settled(id)).ok).toBe(true)
    expect(await arrived()).toEqual(['kinder words'])
  })

  it('O1.16 what may have arrived can’t be changed: its text is what the search goes by', async () => {
    const { outbox } = await open()
    room.portal().faults.add({ route: sending, delayMs: 200, count: 1 })
    const id = await send(outbox, 'on its way')
    outbox.start()
    await expect
      .poll(async () => (await outbox.outgoing(room.space())).map(({ state }) => state))
      .toEqual(['sending'])
    expect(await outbox.hold(id)).toMatchObject({ ok: false, error: { code: 'not-found' } })
    expect(await outbox.edit(id, { content: 'something else' })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    })
    expect((await outbox.settled(id)).ok).toBe(true)
    expect(await arrived()).toEqual(['on its way'])
  })
})
