import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Config } from '../../../src/core/customizations/config.ts'
import type { CustomizationJobView } from '../../../src/core/customizations/views.ts'
import type { UserId } from '../../../src/core/person.ts'
import { createCustomizationTables } from '../../../src/engine/customizations/tables.ts'
import { valueOf } from '../people/world.ts'
import { type Desk, openDesk } from './desk.ts'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
afterEach(() => desk.close())

const person = (index: number): UserId => {
  const found = desk.people[index]
  if (found === undefined) throw new Error('The fixture has too few people')
  return found.id
}
const everybody = (config: Config): ReadonlyMap<UserId, Config> =>
  new Map(desk.people.map(({ id }) => [id, config]))
const undo = async (job: CustomizationJobView, numbers: readonly number[] | null = null) => {
  const planned = valueOf(await desk.customizations().rollback(job.id, numbers))
  valueOf(await desk.customizations().start(planned.id))
  return valueOf(await desk.customizations().ended(planned.id))
}
const changesOf = async (job: CustomizationJobView) =>
  (await desk.customizations().changes(job.id, { only: null, offset: 0, limit: 100 })).changes
const puts = { route: 'PUT /v1/apps/*' } as const

describe('one by hand', () => {
  const save = (before: Config | null, after: Config) =>
    desk.customizations().save({ appId: desk.appId, userId: person(0), before, after })

  it('C1.5, C1.10: what was shown becomes what is wanted, others’ keys stay, and the history has it', async () => {
    expect(valueOf(await save(null, { url: '/a' }))).toEqual({ kind: 'saved', now: { url: '/a' } })
    await desk.setBehind(person(0), { url: '/a', theirs: true })
    expect(valueOf(await save({ url: '/a' }, { url: '/b' }))).toMatchObject({ kind: 'saved' })
    expect(desk.configOf(person(0))).toEqual({ url: '/b', theirs: true })
    const { changes, total } = await desk
      .customizations()
      .history({ appId: desk.appId, userId: person(0), offset: 0, limit: 10 })
    expect(total).toBe(2)
    expect(changes[0]).toMatchObject({
      ...{ job: 'edit', had: true, has: true, outcome: 'set' },
      differences: [{ path: ['url'], kind: 'changed', from: '/a', to: '/b' }],
    })
    expect(changes[1]).toMatchObject({ had: false, differences: [{ kind: 'added', to: '/a' }] })
  })

  it('C1.5: what somebody changed meanwhile is told and nothing written', async () => {
    await desk.setBehind(person(0), { url: '/theirs', note: 'n' })
    const saved = valueOf(await save({ url: '/shown' }, { url: '/mine' }))
    expect(saved).toEqual({ kind: 'changed', keys: ['url'], now: { url: '/theirs', note: 'n' } })
    expect(desk.configOf(person(0))).toEqual({ url: '/theirs', note: 'n' })
    expect(await desk.customizations().list()).toEqual([])
  })

  it('the portal’s refusal comes back in its words and leaves nothing to go on by itself', async () => {
    desk.world.portal.faults.add({
      ...{ ...puts, count: 1, status: 422, body: { result: { message: 'url must be https' } } },
    })
    const saved = await save(null, { url: '/a' })
    expect(saved).toMatchObject({ ok: false, error: { code: 'invalid', detail: 'url must be https' } })
    expect(await desk.customizations().list()).toEqual([])
  })
})

describe('jobs', () => {
  it('C1.4, C1.17: planned, written, and planned again with nothing to do and no request', async () => {
    const planned = await desk.plan(everybody({ url: '/all' }))
    expect([planned.state, planned.sums.set, desk.writes()]).toEqual(['plan', desk.people.length, 0])
    const done = await desk.write(everybody({ url: '/all' }))
    expect(done).toMatchObject({ state: 'done', done: desk.people.length, failed: 0, left: 0 })
    expect(desk.people.map(({ id }) => desk.configOf(id))).toEqual(desk.people.map(() => ({ url: '/all' })))
    const before = desk.writes()
    const again = await desk.write(everybody({ url: '/all' }))
    expect([again.sums, desk.writes() - before]).toEqual([
      { set: 0, same: desk.people.length, skipped: 0 },
      0,
    ])
  })

  it('C1.5: a person whom somebody changed after the plan is left, the others are not', async () => {
    const planned = await desk.plan(everybody({ url: '/all' }))
    await desk.setBehind(person(1), { url: '/theirs' })
    await desk.setBehind(person(2), { url: '/all' })
    valueOf(await desk.customizations().start(planned.id))
    const ended = valueOf(await desk.customizations().ended(planned.id))
    expect(ended).toMatchObject({ done: desk.people.length - 1, left: 1, written: desk.people.length - 2 })
    expect(desk.configOf(person(1))).toEqual({ url: '/theirs' })
    const left = (await changesOf(ended)).find(({ phase }) => phase === 'left')
    expect(left).toMatchObject({ userId: person(1), keys: ['url'] })
  })

  it('C1.7: an answer that is lost is looked up, and nothing is written twice', async () => {
    desk.world.portal.faults.add({ ...puts, skip: 1, count: 2, cut: 'after' })
    const paused = await desk.write(everybody({ url: '/all' }))
    // The line is gone as far as anybody can tell: the job stands still, and goes on when asked.
    const ended =
      paused.state === 'paused'
        ? await (async () => {
            valueOf(await desk.customizations().start(paused.id))
            return valueOf(await desk.customizations().ended(paused.id))
          })()
        : paused
    expect(ended).toMatchObject({ state: 'done', failed: 0, written: desk.people.length })
    expect(desk.people.every(({ id }) => (desk.configOf(id) as Config)['url'] === '/all')).toBe(true)
  })

  it('C1.6, C1.7: a program that ends in the middle goes on where it was, and knows what was its own', async () => {
    desk.world.portal.faults.add({ ...puts, delayMs: 200 })
    const planned = await desk.plan(everybody({ url: '/all' }))
    valueOf(await desk.customizations().start(planned.id))
    await expect.poll(() => desk.world.portal.log.entries().some(({ method }) => method === 'PUT')).toBe(true)
    await desk.reopen()
    desk.world.portal.faults.clear()
    await desk.customizations().resumeAll()
    const ended = valueOf(await desk.customizations().ended(planned.id))
    expect(ended).toMatchObject({ state: 'done', written: desk.people.length, failed: 0, left: 0 })
    expect(await undo(ended)).toMatchObject({ written: desk.people.length })
    expect(desk.people.map(({ id }) => desk.configOf(id))).toEqual(desk.people.map(() => undefined))
  })

  it('C1.8: a refusal holds up nobody and can be tried again; a key that is refused holds up all', async () => {
    desk.world.portal.faults.add({ ...puts, count: 1, status: 422, body: { result: { message: 'No' } } })
    const first = await desk.write(everybody({ url: '/all' }))
    expect(first).toMatchObject({ state: 'done', failed: 1, done: desk.people.length - 1 })
    expect((await changesOf(first)).find(({ phase }) => phase === 'failed')?.problem).toMatchObject({
      ...{ code: 'invalid', detail: 'No' },
    })
    valueOf(await desk.customizations().retryFailed(first.id))
    expect(valueOf(await desk.customizations().ended(first.id))).toMatchObject({ failed: 0, state: 'done' })

    desk.world.portal.faults.add({ ...puts, status: 401, body: { result: { message: 'No such key' } } })
    const second = await desk.write(everybody({ url: '/other' }))
    expect(second).toMatchObject({ state: 'paused', done: 0, problem: { code: 'key-refused' } })
    desk.world.portal.faults.clear()
    valueOf(await desk.customizations().start(second.id))
    expect(valueOf(await desk.customizations().ended(second.id))).toMatchObject({ state: 'done', failed: 0 })
  })

  it('what was cancelled stays written, and only a job that wrote nothing can be removed', async () => {
    const done = await desk.write(everybody({ url: '/all' }))
    expect(await desk.customizations().remove(done.id)).toMatchObject({ error: { code: 'history-kept' } })
    const planned = await desk.plan(everybody({ url: '/never' }))
    valueOf(await desk.customizations().cancel(planned.id))
    valueOf(await desk.customizations().start(planned.id))
    expect(valueOf(await desk.customizations().view(planned.id))).toMatchObject({
      state: 'cancelled',
      done: 0,
    })
    expect((await desk.customizations().remove(planned.id)).ok).toBe(true)
  })
})

describe('rolling back', () => {
  it('C1.11, C1.12, C1.13: a job is undone, what was not there is removed, and twice changes nothing', async () => {
    await desk.setBehind(person(0), { url: '/old', kept: 1 })
    const job = await desk.write(everybody({ url: '/all', more: [1] }))
    await desk.setBehind(person(1), { url: '/all', more: [1], theirs: 'yes' })
    const undone = await undo(job)
    expect(undone).toMatchObject({ kind: 'rollback', state: 'done', written: desk.people.length, left: 0 })
    expect(desk.configOf(person(0))).toEqual({ url: '/old', kept: 1 })
    expect(desk.configOf(person(1))).toEqual({ theirs: 'yes' })
    expect(desk.configOf(person(2))).toBeUndefined()
    const before = desk.writes()
    expect(await undo(job)).toMatchObject({ sums: { set: 0, same: desk.people.length }, written: 0 })
    expect(desk.writes()).toBe(before)
    // A rollback is undone like anything else.
    expect(await undo(undone)).toMatchObject({ written: desk.people.length })
    expect(desk.configOf(person(0))).toEqual({ url: '/all', more: [1], kept: 1 })
    expect(desk.configOf(person(1))).toEqual({ url: '/all', more: [1], theirs: 'yes' })
  })

  it('C1.11: what somebody changed since stays, and the plan says so before anything is written', async () => {
    const job = await desk.write(everybody({ url: '/all' }))
    await desk.setBehind(person(3), { url: '/theirs' })
    const planned = valueOf(await desk.customizations().rollback(job.id, null))
    expect(planned).toMatchObject({ state: 'plan', left: 1 })
    expect((await changesOf(planned)).find(({ phase }) => phase === 'left')).toMatchObject({
      ...{ userId: person(3), keys: ['url'] },
    })
    // Between plan and writing another one is changed.
    await desk.setBehind(person(4), { url: '/theirs too' })
    valueOf(await desk.customizations().start(planned.id))
    const ended = valueOf(await desk.customizations().ended(planned.id))
    expect(ended).toMatchObject({ left: 2, done: desk.people.length - 2 })
    expect([desk.configOf(person(3)), desk.configOf(person(4)), desk.configOf(person(0))]).toEqual([
      ...[{ url: '/theirs' }, { url: '/theirs too' }, undefined],
    ])
  })

  it('C1.13: one change of many', async () => {
    const job = await desk.write(everybody({ url: '/all' }))
    const [first] = await changesOf(job)
    expect(await undo(job, [first?.number ?? -1])).toMatchObject({ written: 1 })
    const kept = desk.people.filter(({ id }) => desk.configOf(id) !== undefined)
    expect(kept).toHaveLength(desk.people.length - 1)
  })

  it('C1.9: where the portal knows no DELETE the configuration is emptied', async () => {
    const job = await desk.write(new Map([[person(0), { url: '/a' }]]))
    desk.world.portal.faults.add({ route: 'DELETE /v1/apps/*', status: 405, body: '' })
    expect(await undo(job)).toMatchObject({ written: 1, failed: 0 })
    expect(desk.configOf(person(0))).toEqual({})
  })
})

describe('tables', () => {
  it('C1.14, C1.16: a CSV is previewed, planned against the portal’s people, and written', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'foyer-table-'))
    const path = join(folder, 'payroll.csv')
    const emails = desk.people.map(({ email }) => email)
    await writeFile(
      path,
      `E-Mail;url;seats\n${emails[0]?.toUpperCase() ?? ''};/one;3\n${emails[1] ?? ''};;4\nwho@nowhere.example;/x;1\n`,
    )
    const tables = createCustomizationTables(desk.world.context(), desk.customizations())
    const preview = valueOf(await tables.preview({ path }))
    expect(preview).toMatchObject({ title: 'payroll.csv', headings: ['E-Mail', 'url', 'seats'], lines: 3 })
    const { mapping } = preview
    const job = valueOf(await tables.plan({ appId: desk.appId, source: { path }, mapping }))
    expect(job).toMatchObject({ title: 'payroll.csv', sums: { set: 2, same: 0, skipped: 1 } })
    expect((await changesOf(job))[2]).toMatchObject({ line: 4, reason: 'no-person' })
    valueOf(await desk.customizations().start(job.id))
    expect(valueOf(await desk.customizations().ended(job.id))).toMatchObject({ done: 2 })
    expect([desk.configOf(person(0)), desk.configOf(person(1))]).toEqual([
      ...[{ url: '/one', seats: 3 }, { seats: 4 }],
    ])
    const pasted = valueOf(await tables.preview({ text: `mail\turl\n${emails[0] ?? ''}\t/two\n` }))
    expect(pasted.mapping).toMatchObject({ email: 0, columns: [{ key: 'url', type: 'text' }] })
    expect(await tables.preview({ path: join(folder, 'gone.csv') })).toMatchObject({ ok: false })
    await rm(folder, { recursive: true })
  })
})
