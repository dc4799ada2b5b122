import { describe, expect, it } from 'vitest'
import { sending, useRoom } from '../../../test/suites/outbox/desk.ts'
import type { Outbox } from './outbox.ts'

const room = useRoom()
const { open, send, arrived } = room

const kept = { ok: true, value: undefined }
const tooLate = { ok: false, error: { code: 'not-found' } }
const states = async (outbox: Outbox) =>
  (await outbox.outgoing(room.space())).map(({ content, state, edited }) => [content, state, edited])

describe('what a message is being changed to', () => {
  it('O1.25 keeps the old words from going, also after a crash and with nobody holding it, and holds up nothing else', async () => {
    const crashed = await open()
    const id = await send(crashed.outbox, 'tpyo')
    expect(await crashed.outbox.keepEdit(id, room.space(), 'typ')).toEqual(kept)
    await crashed.crash()

    const { outbox } = await open()
    outbox.start()
    const next = await send(outbox, 'after it')
    expect((await outbox.settled(next)).ok).toBe(true)
    expect(await arrived()).toEqual(['after it'])
    expect(await states(outbox)).toEqual([['tpyo', 'queued', 'typ']])

    expect(await outbox.edit(id, { content: 'typo' })).toEqual(kept)
    expect((await outbox.settled(id)).ok).toBe(true)
    expect(await arrived()).toEqual(['after it', 'typo'])
    expect(await outbox.drafts.get(room.space())).toBe('')
  })

  it('O1.25 keeps a scheduled message from going at its time, and lets it go once the edit is cancelled', async () => {
    const { outbox } = await open()
    const scheduled = await outbox.send(room.space(), 'at ten', 0, Date.now() - 1)
    if (!scheduled.ok) throw new Error('The outbox took nothing')
    const { id } = scheduled.value
    expect(await outbox.keepEdit(id, room.space(), 'at eleven')).toEqual(kept)
    outbox.start()
    const next = await send(outbox, 'for now')
    expect((await outbox.settled(next)).ok).toBe(true)
    expect(await states(outbox)).toEqual([['at ten', 'queued', 'at eleven']])
    expect(await outbox.keepEdit(id, room.space(), null)).toEqual(kept)
    expect((await outbox.settled(id)).ok).toBe(true)
    expect(await arrived()).toEqual(['for now', 'at ten'])
  })

  it('O1.25 is nothing once it is the message’s own words again', async () => {
    const { outbox } = await open()
    const id = await send(outbox, 'as it was')
    await outbox.keepEdit(id, room.space(), 'as it')
    await outbox.keepEdit(id, room.space(), 'as it was')
    expect(await states(outbox)).toEqual([['as it was', 'queued', null]])
    outbox.start()
    expect((await outbox.settled(id)).ok).toBe(true)
    expect(await arrived()).toEqual(['as it was'])
  })

  it('O1.25 stays with a refused message', async () => {
    const { outbox } = await open()
    outbox.start()
    room.portal().faults.add({ route: sending, status: 422, count: 1 })
    const id = await send(outbox, 'refused words')
    expect((await outbox.settled(id)).ok).toBe(false)
    expect(await outbox.keepEdit(id, room.space(), 'kinder')).toEqual(kept)
    expect(await outbox.drafts.get(room.space())).toBe('')
    expect(await states(outbox)).toEqual([['refused words', 'refused', 'kinder']])
  })

  it('O1.25 joins the space’s draft where the message went its way meanwhile, once', async () => {
    const { outbox, archive } = await open()
    await outbox.drafts.save(room.space(), 'the next one')
    const id = await send(outbox, 'gone')
    await outbox.drafts.save(room.space(), 'the next one')
    const intent = { id, me: room.me(), portalNow: Date.now(), seen: [] }
    expect(await archive.run('outbox.intend', intent)).toMatchObject({ content: 'gone' })
    expect(await outbox.keepEdit(id, room.space(), 'gone, but better')).toMatchObject(tooLate)
    expect(await states(outbox)).toEqual([['gone', 'sending', null]])
    expect(await outbox.drafts.get(room.space())).toBe('the next one\n\ngone, but better')
    expect(await outbox.drafts.get(room.space())).toBe('the next one\n\ngone, but better')
  })

  it('O1.25 is shown as the space’s draft until it is read, and can be taken away by who has it already', async () => {
    const { outbox, archive } = await open()
    const id = await send(outbox, 'taken back')
    expect(await outbox.keepEdit(id, room.space(), 'taken back, changed')).toEqual(kept)
    expect(await archive.run('drafts.spaces', undefined)).toEqual([])
    const intent = { id, me: room.me(), portalNow: Date.now(), seen: [] }
    expect(await archive.run('outbox.intend', intent)).toBeUndefined()
    expect(await outbox.undo(id)).toMatchObject({ ok: true, value: { content: 'taken back' } })
    expect(await archive.run('drafts.spaces', undefined)).toEqual([room.space()])
    expect(await outbox.keepEdit(id, room.space(), null)).toMatchObject(tooLate)
    expect(await outbox.drafts.get(room.space())).toBe('taken back')
  })
})
