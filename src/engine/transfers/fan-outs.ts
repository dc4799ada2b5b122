import { basename } from 'node:path'
import { fail } from '../../core/failure.ts'
import { err, ok } from '../../core/result.ts'
import type { FanOutId, FanOutPlan, SavedFanOut } from '../../core/transfers/fan-out-views.ts'
import type { FanOutQuestion } from '../storage/tables/saved-fan-outs.ts'
import type { PlanCalls } from './plan-calls.ts'
import { planFanOut } from './plan-fan-out.ts'
import type { Tools } from './tools.ts'

type FanOutCalls = PlanCalls['fanOut']

/** A dry run made since the start, for being saved. `from`: the saved one it was made from. */
type Made = { readonly question: FanOutQuestion; readonly sheet: FanOutPlan; readonly from: string | null }

const mostMade = 20

/** T1.125, T1.127: dry runs of one folder to many spaces, as the window works on them. */
export const createFanOuts = (
  tools: Tools,
  jobs: { readonly opened: () => Promise<void>; readonly begin: (jobId: string) => Promise<void> },
): FanOutCalls => {
  const { archive, ports, portalId } = tools.context
  const made = new Map<FanOutId, Made>()

  const make = async (
    input: Parameters<FanOutCalls['plan']>[0],
    signal: AbortSignal,
    from: string | null,
  ): ReturnType<FanOutCalls['plan']> => {
    await jobs.opened()
    const plan = await planFanOut(input, tools, signal)
    if (!plan.ok) return plan
    const { roots, by, folder } = input
    for (const id of made.keys()) if (made.size >= mostMade) made.delete(id)
    made.set(plan.value.id, { question: { roots, by, folder }, sheet: plan.value, from })
    return plan
  }

  const wordsOf = (message: string | undefined): string | null =>
    message === undefined || message.trim() === '' ? null : message

  return {
    plan: (input, signal = tools.closing) => make(input, signal, null),
    rows: (fanOutId, query) => archive.run('fanOut.rows', { fanOutId, ...query }),
    start: async (fanOutId, { policy, silent, message }) => {
      await jobs.opened()
      const started = await archive.run('fanOut.start', {
        ...{ fanOutId, policy, silent, message: wordsOf(message) },
        ...{ from: made.get(fanOutId)?.from ?? null, at: ports.clock.now() },
      })
      made.delete(fanOutId)
      for (const jobId of started) await jobs.begin(jobId)
      return started.length > 0 ? ok(started) : err(fail('unknown-id', { about: fanOutId }))
    },
    save: async (fanOutId, { policy, silent, message }) => {
      const known = made.get(fanOutId)
      if (known === undefined) return err(fail('unknown-id', { about: fanOutId }))
      await archive.run('fanOut.save', {
        ...{ id: fanOutId, policy, silent, message: wordsOf(message), savedAt: ports.clock.now() },
        ...known,
      })
      made.delete(fanOutId)
      return ok(undefined)
    },
    saved: async () => {
      const saved = await archive.run('fanOut.saved', undefined)
      return saved.map(({ id, sheet, savedAt }): SavedFanOut => ({
        ...{ id: id as FanOutId, portalId, title: sheet.title, files: sheet.counts.matched },
        ...{ spaces: sheet.spaces, bytes: sheet.bytes, savedAt },
      }))
    },
    recheck: async (fanOutId, walking, signal = tools.closing) => {
      const saved = (await archive.run('fanOut.saved', undefined)).find(({ id }) => id === fanOutId)
      if (saved === undefined) return err(fail('unknown-id', { about: fanOutId }))
      const { question, sheet, policy, silent, message, savedAt } = saved
      const plan = await make({ ...question, ...walking }, signal, saved.id)
      if (!plan.ok) return plan
      const { by } = question
      const words = by.kind === 'rule' ? by.rule : basename(by.path)
      return ok({
        ...{ plan: plan.value, before: sheet.counts, policy, silent, message, savedAt },
        ...{ by: { kind: by.kind, words }, folder: [...question.folder] },
      })
    },
    discard: async (fanOutId) => {
      made.delete(fanOutId)
      await archive.run('fanOut.discard', { fanOutId })
    },
  }
}
