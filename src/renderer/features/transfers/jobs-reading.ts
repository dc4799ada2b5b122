import type { Failure } from '../../../core/failure.ts'
import type { Result } from '../../../core/result.ts'
import type { JobView } from '../../../core/transfers/views.ts'
import { mergeJobs } from './view.ts'

type JobsReading = {
  /** Asks for the list. Asked again before the answer, only the newer answer counts. */
  reload(): Promise<void>
  /** Progress as it is told. */
  changed(jobs: readonly JobView[]): void
}

/** T1.97: the jobs from their list and their progress, of which the newer one counts, whichever comes first. */
export const createJobsReading = (tools: {
  readonly read: () => Promise<Result<readonly JobView[]>>
  /** `known`: the list has been read once. */
  readonly onList: (jobs: readonly JobView[], known: boolean) => void
  readonly onFailure: (failure: Failure) => void
}): JobsReading => {
  let list: readonly JobView[] = []
  let known = false
  /** What was told since the list was asked for last; null while no answer is due. */
  let asked: { told: readonly JobView[] } | null = null

  const show = (jobs: readonly JobView[]): void => {
    list = jobs
    tools.onList(jobs, known)
  }

  return {
    reload: async () => {
      const mine: { told: readonly JobView[] } = { told: [] }
      asked = mine
      const answer = await tools.read()
      if (asked !== mine) return
      asked = null
      known ||= answer.ok
      if (answer.ok) show(mergeJobs([...answer.value].sort(newestFirst), mine.told))
      else tools.onFailure(answer.error)
    },
    changed: (jobs) => {
      if (asked !== null) asked.told = mergeJobs(asked.told, jobs)
      show(mergeJobs(list, jobs))
    },
  }
}

const newestFirst = (a: JobView, b: JobView): number => b.createdAt - a.createdAt
