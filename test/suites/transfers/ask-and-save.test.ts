import { rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { ConflictChoice, PlanId } from '../../../src/core/transfers/views.ts'
import { createWorld, plan, random, remoteTree, upload, valueOf, type World } from './world.ts'

let world: World
afterEach(() => world.close())

const start = async (id: PlanId, policy: 'ask' | 'skip-same' | 'new-version' = 'ask') => {
  const { jobId } = valueOf(await world.transfers().startUpload(id, { policy, silent: true }))
  return world.transfers().ended(jobId)
}

const later = async (path: string): Promise<void> => {
  const at = new Date(Date.now() + 60_000)
  await utimes(path, at, at)
}

describe('asking file by file', () => {
  const four = async () => {
    world = await createWorld()
    for (const name of ['a', 'b', 'c', 'd']) await world.put(`src/x/${name}.txt`, random(10))
    const root = join(world.folder, 'src/x')
    await upload(world, [root])
    await world.put('src/x/new.txt', random(5))
    return root
  }

  test('T1.38: each file as it was decided; one choice for the rest', async () => {
    const root = await four()
    const sheet = await plan(world, [root])
    const first = await world.transfers().conflicts(sheet.id, { offset: 0, limit: 10 })
    expect(
      first.rows.map(({ path, choice, otherName, same }) => ({ path, choice, otherName, same })),
    ).toEqual(
      ['a', 'b', 'c', 'd'].map((name) => ({
        ...{ path: `x/${name}.txt`, choice: null, otherName: `${name} (2).txt`, same: true },
      })),
    )
    const number = (path: string): number => {
      const row = first.rows.find((one) => one.path === path)
      if (row === undefined) throw new Error(`No conflict ${path}`)
      return row.number
    }
    const decide = (which: 'rest' | { number: number }, choice: ConflictChoice) =>
      world.transfers().decide(sheet.id, which, choice)
    await decide({ number: number('x/a.txt') }, 'keep-both')
    const undecided = await world.transfers().startUpload(sheet.id, { policy: 'ask', silent: true })
    expect(undecided).toMatchObject({ ok: false, error: { code: 'undecided' } })
    expect(await decide({ number: number('x/b.txt') }, 'new-version')).toEqual({
      ...{ 'new-version': 1, skip: 0, 'keep-both': 1, open: 2 },
    })
    expect(await decide('rest', 'skip')).toMatchObject({ skip: 2, open: 0 })
    expect(await start(sheet.id)).toMatchObject({ state: 'done', files: { total: 5, done: 3, skipped: 2 } })
    expect(remoteTree(world)).toEqual({
      ...{ x: 0, 'x/a.txt': 1, 'x/a (2).txt': 1, 'x/b.txt': 2, 'x/c.txt': 1, 'x/d.txt': 1, 'x/new.txt': 1 },
    })
  })

  test('T1.38: one choice for all takes the place of what was decided before', async () => {
    const root = await four()
    const sheet = await plan(world, [root])
    await world.transfers().decide(sheet.id, { number: 0 }, 'keep-both')
    expect(await world.transfers().decide(sheet.id, 'all', 'skip')).toEqual({
      ...{ 'new-version': 0, skip: 4, 'keep-both': 0, open: 0 },
    })
    expect(await start(sheet.id)).toMatchObject({ state: 'done', files: { done: 1, skipped: 4 } })
  })

  test('T1.37: skipping the same sends what is otherwise, even of the same size', async () => {
    world = await createWorld()
    const same = random(10)
    const touched = await world.put('src/x/touched.txt', same)
    const changed = await world.put('src/x/changed.txt', random(10))
    await world.put('src/x/larger.txt', random(10))
    await world.put('src/x/untouched.txt', random(10))
    const root = join(world.folder, 'src/x')
    await upload(world, [root])
    await writeFile(touched, same)
    await later(touched)
    await writeFile(changed, random(10))
    await later(changed)
    await world.put('src/x/larger.txt', random(11))
    const sheet = await plan(world, [root])
    expect(sheet.conflicts).toMatchObject({ count: 4, sameSize: 3, same: 2 })
    expect(await start(sheet.id, 'skip-same')).toMatchObject({
      state: 'done',
      files: { done: 2, skipped: 2 },
    })
    expect(remoteTree(world)).toEqual({
      ...{ x: 0, 'x/touched.txt': 1, 'x/changed.txt': 2, 'x/larger.txt': 2, 'x/untouched.txt': 1 },
    })
  })
})

describe('a plan for later', () => {
  test('T1.33, T1.38: survives a restart, is looked at again, and keeps what was decided', async () => {
    world = await createWorld()
    const root = join(world.folder, 'src/x')
    for (const name of ['a', 'b', 'c']) await world.put(`src/x/${name}.txt`, random(10))
    await upload(world, [root])
    await world.put('src/x/d.txt', random(10))
    const sheet = await plan(world, [root])
    await world.transfers().decide(sheet.id, 'all', 'keep-both')
    valueOf(await world.transfers().savePlan(sheet.id, { policy: 'ask', silent: true }))
    const forgotten = await plan(world, [root])
    await world.reopen()

    const saved = await world.transfers().savedPlans()
    expect(saved).toMatchObject([{ id: sheet.id, title: 'x', files: 4, policy: 'ask', silent: true }])
    expect(await world.transfers().list()).toHaveLength(1)
    expect((await world.transfers().conflicts(forgotten.id, { offset: 0, limit: 9 })).rows).toEqual([])

    await rm(join(root, 'd.txt'))
    await world.put('src/x/e.txt', random(7))
    await world.put('src/x/b.txt', random(12))
    const again = valueOf(await world.transfers().recheck(sheet.id, {}))
    expect(again).toMatchObject({ policy: 'ask', silent: true, savedAt: saved[0]?.savedAt })
    expect(again.since).toEqual({ added: 1, gone: 1, changed: 1, conflicts: 0 })
    // It is saved still: looking at it is not starting it.
    expect(await world.transfers().savedPlans()).toMatchObject([{ id: again.plan.id }])
    expect((await world.transfers().conflicts(again.plan.id, { offset: 0, limit: 9 })).choices.open).toBe(0)
    expect(await start(again.plan.id)).toMatchObject({ state: 'done', files: { done: 4 } })
    expect(await world.transfers().savedPlans()).toEqual([])
    expect(remoteTree(world)).toMatchObject({ 'x/a (2).txt': 1, 'x/b (2).txt': 1, 'x/e.txt': 1 })
    expect(remoteTree(world)).not.toHaveProperty('x/d.txt')
  })

  test('T1.38, T1.105: its message comes back with it, however often it is looked at, and goes once', async () => {
    world = await createWorld()
    const file = await world.put('src/a.txt', random(10))
    const sheet = await plan(world, [file])
    const message = 'The {count} files of {folder} are here'
    valueOf(await world.transfers().savePlan(sheet.id, { policy: 'new-version', silent: true, message }))
    await world.reopen()
    const looked = valueOf(await world.transfers().recheck(sheet.id, {}))
    await world.reopen()
    const again = valueOf(await world.transfers().recheck(looked.plan.id, {}))
    expect([looked.message, again.message]).toEqual([message, message])
    const how = { policy: again.policy, silent: again.silent, message: again.message ?? undefined }
    const { jobId } = valueOf(await world.transfers().startUpload(again.plan.id, how))
    expect(await world.transfers().ended(jobId)).toMatchObject({
      state: 'done',
      summary: { state: 'queued', template: message },
    })
  })

  test('T1.38: a message of blanks is none', async () => {
    world = await createWorld()
    const sheet = await plan(world, [await world.put('src/a.txt', random(10))])
    valueOf(
      await world.transfers().savePlan(sheet.id, { policy: 'new-version', silent: true, message: ' \n' }),
    )
    expect(valueOf(await world.transfers().recheck(sheet.id, {})).message).toBeNull()
  })

  test('T1.38: what came into the folder since is a conflict now', async () => {
    world = await createWorld()
    const file = await world.put('src/a.txt', random(10))
    const sheet = await plan(world, [file])
    valueOf(await world.transfers().savePlan(sheet.id, { policy: 'skip', silent: false }))
    await upload(world, [file])
    const again = valueOf(await world.transfers().recheck(sheet.id, {}))
    expect(again).toMatchObject({ plan: { conflicts: { count: 1 } }, since: { conflicts: 1, changed: 0 } })
    world.transfers().discardPlan(again.plan.id)
    expect(await world.transfers().savedPlans()).toEqual([])
  })

  test('T1.39: the time a plan will take is told once something was sent', async () => {
    world = await createWorld()
    const file = await world.put('src/a.txt', random(10))
    expect((await plan(world, [file])).etaMs).toBeNull()
    for (let index = 0; index < 40; index += 1) await world.put(`many/${index}.txt`, random(2_000))
    // Slow enough for the pace to be told.
    world.portal.faults.add({ blob: true, route: 'PUT /*', delayMs: 250 })
    await upload(world, [join(world.folder, 'many')])
    world.portal.faults.clear()
    await world.reopen()
    expect((await plan(world, [file])).etaMs).toBeGreaterThan(0)
  })
})
