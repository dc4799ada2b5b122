import { describe, expect, it } from 'vitest'
import { sending, useRoom } from '../../../test/suites/outbox/desk.ts'
import { aSpace, aUser } from '../../../test/suites/archive.ts'
import type { SpaceId } from '../../core/space.ts'
import type { MailingView } from '../../core/writing/mailing.ts'
import type { Archive } from '../storage/client.ts'
import { createMailings, type Mailings } from './mailings.ts'

const room = useRoom()
const { open, arrived } = room

type Opened = Awaited<ReturnType<typeof open>>

const mailingsOf = ({ context, outbox }: Opened): Mailings =>
  createMailings(context, (ids) => {
    for (const id of ids) outbox.noticed(id)
  })

/** The portal's first space with a client in it, and two made up ones that only the archive knows. */
const fill = async (archive: Archive): Promise<void> => {
  await archive.run('users.upsert', {
    users: [aUser('mei', 'client', { firstName: 'Mei', lastName: 'Tanaka' }), aUser('ana', 'staff')],
  })
  await archive.run('spaces.upsert', {
    spaces: [
      { ...aSpace(room.space(), ['mei', 'ana']), name: 'Harper' },
      { ...aSpace('empty', ['ana']), name: 'Nobody here' },
      { ...aSpace('other', ['mei']), name: 'Other' },
    ],
  })
}
const plan = (mailings: Mailings, body = 'Dear {client.first}, about {space}.') =>
  mailings.plan({
    body,
    spaceIds: [room.space(), 'empty', 'other', 'gone'] as SpaceId[],
    me: 'Ana',
    date: 'today',
  })
const states = (view: MailingView) => Object.fromEntries(view.rows.map(({ space, state }) => [space, state]))
const value = <T>(answer: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
  if (!answer.ok) throw new Error('A mailing said no')
  return answer.value
}

describe('one message to many spaces', () => {
  it('O1.19 O1.23 shows each space’s own text and leaves out where a field has no value; nothing is sent', async () => {
    const desk = await open()
    await fill(desk.archive)
    const view = await plan(mailingsOf(desk))
    expect(view.state).toBe('draft')
    expect(view.rows).toMatchObject([
      { space: 'Harper', content: 'Dear Mei, about Harper.', state: 'waiting', readers: 2, clients: 1 },
      { space: 'Nobody here', state: 'left-out', unfilled: ['{client.first}'] },
      { space: 'Other', content: 'Dear Mei, about Other.', state: 'waiting' },
    ])
    expect(await desk.outbox.pending()).toBe(0)
  })

  it('O1.20 O1.22 is sent once a space however often it is started, and has a receipt', async () => {
    const desk = await open()
    await fill(desk.archive)
    const mailings = mailingsOf(desk)
    const { id } = await plan(mailings)
    await Promise.all([mailings.start(id, 0), mailings.start(id, 0)])
    expect(await desk.outbox.pending()).toBe(2)
    desk.outbox.start()
    await expect.poll(async () => value(await mailings.get(id)).counts.arrived).toBe(1)
    await mailings.start(id, 0)
    await expect.poll(async () => value(await mailings.get(id)).counts.refused).toBe(1)
    expect(await arrived()).toEqual(['Dear Mei, about Harper.'])
    const { rows, state } = value(await mailings.get(id))
    expect(state).toBe('done')
    expect(rows.find(({ space }) => space === 'Harper')).toMatchObject({
      state: 'arrived',
      messageId: expect.any(String) as string,
      arrivedAt: expect.any(Number) as number,
    })
    expect(rows.find(({ space }) => space === 'Other')?.problem?.code).toBe('not-found')
  })

  it('O1.21 is stopped, and goes on after a restart with exactly what was not begun', async () => {
    const crashed = await open()
    await fill(crashed.archive)
    const before = mailingsOf(crashed)
    const { id } = await plan(before)
    await before.start(id, 60_000)
    expect(states(value(await before.stop(id)))).toEqual({
      Harper: 'waiting',
      'Nobody here': 'left-out',
      Other: 'waiting',
    })
    expect(await crashed.outbox.pending()).toBe(0)
    await crashed.crash()

    const desk = await open()
    const mailings = mailingsOf(desk)
    expect((await mailings.list()).map(({ state }) => state)).toEqual(['stopped'])
    await mailings.start(id, 0)
    desk.outbox.start()
    await expect.poll(async () => value(await mailings.get(id)).state).toBe('done')
    expect(await arrived()).toEqual(['Dear Mei, about Harper.'])
  })

  it('O1.26 what is being written survives a crash, goes with the start of its mailing, and stays when one is resumed', async () => {
    const crashed = await open()
    const body = 'Dear {client.first}, about {space}.'
    const draft = { body, spaceIds: [room.space(), 'other' as SpaceId], finding: 'har' }
    await mailingsOf(crashed).draft.keep(draft)
    await crashed.crash()

    const desk = await open()
    await fill(desk.archive)
    const mailings = mailingsOf(desk)
    expect(await mailings.draft.get()).toEqual(draft)
    const { id } = await plan(mailings, body)
    expect(await mailings.draft.get()).toEqual(draft)
    await mailings.start(id, 60_000)
    expect(await mailings.draft.get()).toEqual({ body: '', spaceIds: [], finding: '' })
    await mailings.stop(id)
    await mailings.draft.keep({ ...draft, body: 'The next one' })
    await mailings.start(id, 60_000)
    expect(await mailings.draft.get()).toMatchObject({ body: 'The next one' })
    await mailings.draft.keep({ body: '', spaceIds: [], finding: 'x' })
    expect(await mailings.draft.get()).toEqual({ body: '', spaceIds: [], finding: '' })
  })

  it('O1.21 a message whose request was begun is not taken back by stopping', async () => {
    const desk = await open()
    await fill(desk.archive)
    const mailings = mailingsOf(desk)
    const { id } = await plan(mailings)
    room.portal().faults.add({ route: sending, delayMs: 200, count: 1 })
    await mailings.start(id, 0)
    desk.outbox.start()
    await expect
      .poll(async () => (await desk.outbox.outgoing(room.space())).map(({ state }) => state))
      .toEqual(['sending'])
    await mailings.stop(id)
    await expect.poll(async () => value(await mailings.get(id)).counts.arrived).toBe(1)
    expect(await arrived()).toEqual(['Dear Mei, about Harper.'])
  })

  it('O1.21 taking a message back in its space leaves that space out', async () => {
    const desk = await open()
    await fill(desk.archive)
    const mailings = mailingsOf(desk)
    const { id } = await plan(mailings)
    await mailings.start(id, 60_000)
    const [row] = await desk.outbox.outgoing(room.space())
    if (row === undefined) throw new Error('Nothing waits')
    await desk.outbox.undo(row.id)
    expect(states(value(await mailings.get(id)))['Harper']).toBe('dropped')
    await mailings.start(id, 60_000)
    expect(await desk.outbox.outgoing(room.space())).toEqual([])
  })
})

describe('who can read along', () => {
  it('O1.24 is noted as a message goes to the outbox, and a client who joins later is told of', async () => {
    const { archive, outbox } = await open()
    await fill(archive)
    const spaceId = room.space()
    expect(await archive.run('audience.of', { spaceId })).toMatchObject({
      clients: 1,
      joined: [],
      asks: null,
    })
    await outbox.send(spaceId, 'hello', 60_000)
    await archive.run('users.upsert', { users: [aUser('gus', 'guest')] })
    await archive.run('spaces.upsert', { spaces: [aSpace(spaceId, ['mei', 'ana', 'gus'])] })
    expect(await archive.run('audience.of', { spaceId })).toMatchObject({ joined: ['gus'], asks: 'joined' })
  })
})
