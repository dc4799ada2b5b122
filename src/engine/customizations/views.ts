import { differences } from '../../core/customizations/config.ts'
import type { CustomizationChangeView, CustomizationJobView } from '../../core/customizations/views.ts'
import type { PortalContext } from '../context.ts'
import type { StoredChange } from '../storage/tables/customization-changes.ts'
import type { StoredJob } from '../storage/tables/customizations.ts'

export const jobView = async ({ archive }: PortalContext, job: StoredJob): Promise<CustomizationJobView> => {
  const { kinds, ...sums } = await archive.run('customizations.sums', { jobId: job.id })
  return { ...job, sums: kinds, ...sums }
}

/** Changes with the people they are of, by their names in the archive. */
export const changeViews = async (
  { archive }: PortalContext,
  changes: readonly StoredChange[],
  jobs: readonly StoredJob[],
): Promise<readonly CustomizationChangeView[]> => {
  const people = changes.length === 0 ? [] : await archive.run('people.list', undefined)
  const named = new Map(people.map((person) => [person.id, person]))
  const jobOf = new Map(jobs.map((job) => [job.id, job]))
  return changes.flatMap((change) => {
    const job = jobOf.get(change.jobId)
    if (job === undefined) return []
    const { before, after, keys, ...rest } = change
    const person = change.userId === null ? undefined : named.get(change.userId)
    return [
      {
        ...{ jobId: change.jobId, number: change.number, appId: job.appId, appLabel: job.appLabel },
        ...{ job: job.kind, userId: rest.userId, line: rest.line, kind: rest.kind, reason: rest.reason },
        ...{
          column: rest.column,
          phase: rest.phase,
          outcome: rest.outcome,
          problem: rest.problem,
          at: rest.at,
        },
        name: person?.name ?? change.email,
        email: person?.email ?? change.email,
        differences: differences(before, after).map((each) => ({
          ...{ path: [...each.path], kind: each.kind, from: each.from, to: each.to },
        })),
        ...{ had: before !== null, has: after !== null, keys: [...keys] },
      },
    ]
  })
}
