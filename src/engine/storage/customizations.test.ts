import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestArchive, type TestArchive, uid } from '../../../test/suites/archive.ts'
import { appId } from '../../core/app.ts'
import { customizationJobId } from '../../core/customizations/views.ts'

let test: TestArchive
beforeEach(async () => {
  test = await openTestArchive()
})
afterEach(() => test.close())

const app = appId.parse('app-1')
const noon = 1_000_000

/** A change of anna's, planned at noon and written when the clock said `at`. */
const write = async (id: string, value: number, at: number): Promise<void> => {
  const jobId = customizationJobId.parse(id)
  const userId = uid('anna')
  await test.archive.run('customizations.save', {
    job: {
      ...{ id: jobId, appId: app, appLabel: 'App', kind: 'edit', title: id, state: 'running' },
      ...{ problem: null, createdAt: noon, endedAt: null },
    },
    changes: [
      { kind: 'set', line: null, email: 'anna@firm.example', userId, before: null, after: { value } },
    ],
  })
  const which = { jobId, number: 0 }
  await test.archive.run('customizations.sending', { ...which, before: null, after: { value } })
  await test.archive.run('customizations.done', { ...which, outcome: 'set', after: { value }, at })
}

it('C1.10, C1.21: what was written last is the newest, though the clock was set back in between', async () => {
  await write('c', 1, noon)
  await write('b', 2, noon)
  await write('a', 3, noon - 3_600_000)
  const { changes } = await test.archive.run('customizations.history', {
    ...{ appId: app, userId: null, offset: 0, limit: 10 },
  })
  expect(changes.map(({ after }) => after)).toEqual([{ value: 3 }, { value: 2 }, { value: 1 }])
  const newest = await test.archive.run('customizations.newest', { appId: app })
  expect(newest.at(-1)?.after).toEqual({ value: 3 })
})
