import { fail } from '../../core/failure.ts'
import type { FileId } from '../../core/file.ts'
import { err, ok } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import type { PlanId, SavedPlan, UploadPlan } from '../../core/transfers/views.ts'
import { createFanOuts } from './fan-outs.ts'
import { planUpload } from './plan-upload.ts'
import type { PlanCalls } from './plan-calls.ts'
import type { Tools } from './tools.ts'

/** Plans as the window works on them: their conflicts, and those that are kept for later (T1.38), and fan-outs. */
export const createPlans = (
  tools: Tools,
  jobs: {
    /** Resolves once the journal's jobs are known. */
    readonly opened: () => Promise<void>
    /** Begins the work on a job that was a plan. */
    readonly begin: (jobId: string) => Promise<void>
  },
): PlanCalls => {
  const { opened } = jobs
  const { archive, ports, portalId } = tools.context
  /** The sheets of plans made since the start, for being saved with them. */
  const sheets = new Map<PlanId, UploadPlan>()

  const make: PlanCalls['plan'] = async (input, signal = tools.closing) => {
    await opened()
    const plan = await planUpload(input, tools, signal)
    if (!plan.ok) return plan
    // Only the newest few are worth keeping: a sheet that was closed is discarded.
    for (const id of sheets.keys()) if (sheets.size >= mostSheets) sheets.delete(id)
    sheets.set(plan.value.id, plan.value)
    return plan
  }

  return {
    plan: make,
    conflicts: (jobId, query) => archive.run('transfers.conflicts', { jobId, ...query }),
    decide: (jobId, which, choice) => archive.run('transfers.decide', { jobId, which, choice }),
    savePlan: async (planId, { policy, silent, message: text }) => {
      const sheet = sheets.get(planId)
      const at = ports.clock.now()
      const message = text === undefined || text.trim() === '' ? null : text
      const saved =
        sheet !== undefined &&
        (await archive.run('transfers.savePlan', { jobId: planId, policy, silent, message, sheet, at }))
      return saved ? ok(undefined) : err(fail('unknown-id', { about: planId }))
    },
    savedPlans: async () => {
      await opened()
      const plans = await archive.run('transfers.savedPlans', { jobId: null })
      return plans.map(({ jobId, spaceId, title, sheet, policy, silent, savedAt }): SavedPlan => ({
        ...{ id: jobId as PlanId, portalId, spaceId: spaceId as SpaceId, spaceName: sheet.spaceName },
        ...{ folderPath: sheet.folderPath, title, files: sheet.files, bytes: sheet.bytes },
        ...{ policy, silent, savedAt },
      }))
    },
    recheck: async (planId, { ignore, onProgress }, signal = tools.closing) => {
      await opened()
      const [saved] = await archive.run('transfers.savedPlans', { jobId: planId })
      if (saved === undefined) return err(fail('unknown-id', { about: planId }))
      const { roots, policy, silent, message, savedAt } = saved
      const where = { spaceId: saved.spaceId as SpaceId, folderId: saved.folderId as FileId | null }
      const plan = await make({ ...where, roots, ignore, onProgress }, signal)
      if (!plan.ok) return plan
      const since = await archive.run('transfers.replacePlan', {
        ...{ from: planId, to: plan.value.id, sheet: plan.value },
      })
      return ok({ plan: plan.value, policy, silent, message, savedAt, since })
    },
    fanOut: createFanOuts(tools, jobs),
  }
}

const mostSheets = 20
