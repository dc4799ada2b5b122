import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { JobId, JobView } from '../../../src/core/transfers/views.ts'
import { aSpace, aUser } from '../archive.ts'
import { askArchive, tamper } from './tamper.ts'
import { createWorld, plan, random, valueOf, type World } from './world.ts'

const template = '{count} new files in “{folder}”.'

describe('the one message at the end', () => {
  let world: World
  beforeEach(async () => {
    world = await createWorld()
  })
  afterEach(() => world.close())

  const start = async (roots: readonly string[]): Promise<JobId> => {
    const { id } = await plan(world, roots)
    const options = { policy: 'new-version', silent: true, message: template } as const
    return valueOf(await world.transfers().startUpload(id, options)).jobId
  }

  const outbox = (): Promise<readonly string[]> =>
    askArchive(world, async (archive) => {
      const rows = await archive.run('outbox.rows', undefined)
      return rows.map(({ content }) => content)
    })

  const jobNow = async (jobId: JobId): Promise<JobView> => {
    const job = (await world.transfers().list()).find(({ id }) => id === jobId)
    if (job === undefined) throw new Error('No such job')
    return job
  }

  const putThree = async (): Promise<void> => {
    for (const name of ['a', 'b', 'c']) await world.put(`src/Year end/${name}.txt`, random(20))
  }

  test('T1.105, T1.106: goes into the outbox once, when everything has arrived, with the true number', async () => {
    await putThree()
    const jobId = await start([join(world.folder, 'src/Year end')])
    expect((await jobNow(jobId)).summary).toEqual({ state: 'waiting', template, folder: 'Year end' })
    const ended = await world.transfers().ended(jobId)
    expect(ended).toMatchObject({ state: 'done', summary: { state: 'queued', template, folder: 'Year end' } })
    expect(await outbox()).toEqual(['3 new files in “Year end”.'])
    // Nothing that happens to the job later sends it again.
    valueOf(await world.transfers().summary.send(jobId))
    valueOf(await world.transfers().summary.drop(jobId))
    valueOf(await world.transfers().retryFailed(jobId))
    expect((await jobNow(jobId)).summary?.state).toBe('queued')
    expect(await outbox()).toHaveLength(1)
  })

  test('T1.105: whoever asks for a job’s end while it is being written waits for its message too', async () => {
    await putThree()
    // The end is on its way to the disk for as long as nobody lets it go on.
    const { archive } = world.context()
    const run = archive.run.bind(archive)
    let go = (): void => undefined
    const held = new Promise<void>((resolve) => {
      go = resolve
    })
    const slow: typeof archive.run = async (name, input) => {
      if (name === 'transfers.setJob') await held
      return run(name, input)
    }
    Object.assign(archive, { run: slow })
    const jobId = await start([join(world.folder, 'src/Year end')])
    await expect.poll(async () => (await jobNow(jobId)).state, { timeout: 20_000 }).toBe('done')
    const ended = world.transfers().ended(jobId)
    go()
    expect((await ended).summary?.state).toBe('queued')
  })

  test('O1.24: who can read it is noted when its job is started, so that a client who joins later is told of', async () => {
    await putThree()
    await start([join(world.folder, 'src/Year end')])
    const { spaceId } = world
    const audience = await askArchive(world, async (archive) => {
      await archive.run('users.upsert', { users: [aUser('gus', 'guest')] })
      await archive.run('spaces.upsert', { spaces: [aSpace(spaceId, ['gus'])] })
      return archive.run('audience.of', { spaceId })
    })
    expect(audience).toMatchObject({ joined: ['gus'], asks: 'joined' })
  })

  test('T1.106: loose files are named by where they were dropped', async () => {
    const one = await world.put('src/one.txt', random(20))
    const two = await world.put('src/two.txt', random(20))
    await world.transfers().ended(await start([one, two]))
    expect(await outbox()).toEqual(['2 new files in “Harper & Lowe”.'])
  })

  test('T1.107: waits for a person when files failed, and goes by itself once they have arrived', async () => {
    await putThree()
    const { id } = await plan(world, [join(world.folder, 'src/Year end')])
    const gone = join(world.folder, 'src/Year end/b.txt')
    await rename(gone, `${gone}.aside`)
    const options = { policy: 'new-version', silent: true, message: template } as const
    const { jobId } = valueOf(await world.transfers().startUpload(id, options))
    expect(await world.transfers().ended(jobId)).toMatchObject({
      state: 'failed',
      summary: { state: 'asks' },
    })
    expect(await outbox()).toEqual([])
    await rename(`${gone}.aside`, gone)
    valueOf(await world.transfers().retryFailed(jobId))
    expect(await world.transfers().ended(jobId)).toMatchObject({
      state: 'done',
      summary: { state: 'queued' },
    })
    expect(await outbox()).toEqual(['3 new files in “Year end”.'])
  })

  test('T1.107: is sent with the number that did arrive when the person says so, or not at all', async () => {
    await putThree()
    const failed = async (): Promise<JobId> => {
      const { id } = await plan(world, [join(world.folder, 'src/Year end')])
      const gone = join(world.folder, 'src/Year end/b.txt')
      await rename(gone, `${gone}.aside`)
      const options = { policy: 'new-version', silent: true, message: template } as const
      const { jobId } = valueOf(await world.transfers().startUpload(id, options))
      await world.transfers().ended(jobId)
      await rename(`${gone}.aside`, gone)
      return jobId
    }
    const first = await failed()
    valueOf(await world.transfers().summary.send(first))
    valueOf(await world.transfers().summary.send(first))
    expect(await outbox()).toEqual(['2 new files in “Year end”.'])
    const second = await failed()
    valueOf(await world.transfers().summary.drop(second))
    valueOf(await world.transfers().retryFailed(second))
    expect(await world.transfers().ended(second)).toMatchObject({
      state: 'done',
      summary: { state: 'dropped' },
    })
    expect(await outbox()).toHaveLength(1)
  })

  test('T1.105: a crash between the end of the job and its message loses nothing and doubles nothing', async () => {
    await putThree()
    const jobId = await start([join(world.folder, 'src/Year end')])
    await world.transfers().ended(jobId)
    // As the journal stands when the program ends right after it wrote that the job is done.
    await tamper(world, `DELETE FROM outbox; UPDATE job_summaries SET state = 'waiting', outbox_id = NULL`)
    expect((await jobNow(jobId)).summary?.state).toBe('queued')
    expect(await outbox()).toEqual(['3 new files in “Year end”.'])
    expect((await jobNow(jobId)).summary?.state).toBe('queued')
    expect(await outbox()).toHaveLength(1)
  })

  test('T1.107: a cancelled job asks, and tells nothing where nothing arrived', async () => {
    await putThree()
    world.portal.faults.add({ blob: true, route: 'PUT /*', delayMs: 3_000 })
    const jobId = await start([join(world.folder, 'src/Year end')])
    valueOf(await world.transfers().cancel(jobId))
    expect(await jobNow(jobId)).toMatchObject({ state: 'cancelled', summary: { state: 'dropped' } })
    expect(await outbox()).toEqual([])
  })
})
