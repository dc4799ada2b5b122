import { describe, expect, it } from 'vitest'
import { sending, settleMs, useRoom } from '../../../test/suites/outbox/desk.ts'
import type { UserId } from '../../core/person.ts'
import { createOutbox, type Outbox } from './outbox.ts'

const room = useRoom()

const otherUser = (): UserId => {
  const other = [...room.portal().state.users.keys()].find((id) => id !== (room.me() as string))
  if (other === undefined) throw new Error('The test portal has one user only')
  return other as UserId
}

/** A profile after its key was replaced by another person's. */
const withOtherKey = async (): Promise<Outbox> => {
  const { context } = await room.open()
  return createOutbox({ ...context, me: { id: otherUser() } }, { settleMs, probeMs: 50 })
}

/** Sends with the first key, and ends the program while the row is in doubt. */
const sendAndEnd = async (content: string): Promise<void> => {
  const desk = await room.open()
  const outbox = createOutbox(desk.context, { settleMs: 3_600_000 })
  outbox.start()
  await room.send(outbox, content)
  const states = async () => (await outbox.outgoing(room.space())).map(({ state }) => state)
  await expect.poll(states).toEqual(['unsure'])
  await outbox.close()
  await desk.close()
}

describe('a message in doubt when the key becomes another person’s', () => {
  it('O1.32 is found under the one who sent it, and not sent again', async () => {
    room.portal().faults.add({ route: sending, lostReply: true, count: 1 })
    await sendAndEnd('from the first key')
    const outbox = await withOtherKey()
    outbox.start()
    await expect.poll(() => outbox.pending()).toBe(0)
    expect(await room.arrived()).toEqual(['from the first key'])
    await outbox.close()
  })

  it('O1.32 did it not arrive, the person decides whether it goes with the new one', async () => {
    room.portal().faults.add({ route: sending, cut: 'before', count: 1 })
    await sendAndEnd('who says this')
    const outbox = await withOtherKey()
    outbox.start()
    const rows = () => outbox.outgoing(room.space())
    await expect.poll(async () => (await rows()).map(({ asks }) => asks)).toEqual([true])
    const [row] = await rows()
    expect(row).toMatchObject({ content: 'who says this', problem: { code: 'other-author' } })
    expect(await room.arrived()).toEqual([])
    if (row === undefined) throw new Error('The outbox has lost the row')
    expect((await outbox.resolve(row.id, 'send-again')).ok).toBe(true)
    expect((await outbox.settled(row.id)).ok).toBe(true)
    expect(await room.arrived()).toEqual(['who says this'])
    await outbox.close()
  })

  it('O1.32 what was about to be sent a second time is asked about, too; what never was goes', async () => {
    const first = await room.open()
    const { archive, outbox } = first
    const again = await room.send(outbox, 'second try')
    const never = await room.send(outbox, 'first try')
    await archive.run('outbox.intend', { id: again, me: room.me(), portalNow: Date.now(), seen: [] })
    await archive.run('outbox.move', { id: again, from: 'sending', to: 'queued', problem: null })
    await first.close()
    const other = await withOtherKey()
    other.start()
    expect((await other.settled(never)).ok).toBe(true)
    expect(await other.settled(again)).toMatchObject({ ok: false, error: { code: 'other-author' } })
    expect(await room.arrived()).toEqual(['first try'])
    await other.close()
  })
})
