import { expect } from 'vitest'
import { explain } from '../../../src/main/cli/words.ts'
import { failures } from '../../../src/renderer/lib/words/failures.ts'
import type { JobId, TransferRow } from '../../../src/core/transfers/views.ts'
import type { Failure } from '../../../src/core/failure.ts'
import type { World } from './world.ts'

/** Quality rule 10: the failure names its thing and says, in the window and on the command line, what to do next. */
export const expectTold = (failure: Failure | null | undefined, about: string): void => {
  if (failure === null || failure === undefined) throw new Error(`Nothing is told of ${about}`)
  expect(failure.about).toContain(about)
  const { title, next } = failures[failure.code]
  expect(title).not.toBe('')
  expect(next).toMatch(/\w+ \w+.*\.$/)
  // Two sentences: what is so, and what to do. Never the storage's XML.
  expect(explain(failure)).toMatch(/[.?:] \S.*\w/s)
  expect(failure.detail ?? '').not.toContain('<')
}

/** Every failed file of a job names itself and says what to do; answers them. */
export const failedRows = async (world: World, jobId: JobId): Promise<readonly TransferRow[]> => {
  const { rows } = await world.transfers().files(jobId, { only: 'failed', offset: 0, limit: 1_000 })
  for (const { path, problem } of rows) expectTold(problem, path)
  return rows
}
