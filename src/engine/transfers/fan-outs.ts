import { basename } from 'node:path'
import { fail } from '../../core/failure.ts'
import { err, ok } from '../../core/result.ts'
import type { FanOutId, SavedFanOut } from '../../core/transfers/fan-out-views.ts'
import type { PlanCalls } from './plan-calls.ts'
import { planFanOut } from './plan-fan-out.ts'
import type { Tools } from './tools.ts'

type FanOutCalls = PlanCalls['fanOut']

/** T1.125, T1.127, T1.128: dry runs of one folder to many spaces, as the window works on them. */
export const createFanOuts = (
  tools: Tools,
  jobs: { readonly opened: () => Promise<void>; readonly begin: (jobId: string) => Promise<void> },
): FanOutCalls => {
  const { archive, ports, portalId } = tools.context

  const make = async (
    input: Parameters<FanOutCalls['plan']>[0],
    signal: AbortSignal,
    from: string | null,
  ): ReturnType<FanOutCalls['plan']> => {
    await jobs.opened()
    const plan = await planFanOut(input, tools, signal)
    if (!plan.ok) return plan
    const { roots, by, folder } = input
    await archive.run('fanOut.made', {
      ...{ id: plan.value.id, question: { roots, by, folder }, sheet: plan.value },
      ...{ from, at: ports.clock.now() },
    })
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
        ...{ fanOutId, policy, silent, message: wordsOf(message), at: ports.clock.now() },
      })
      for (const jobId of started) await jobs.begin(jobId)
      return started.length > 0 ? ok(started) : err(fail('unknown-id', { about: fanOutId }))
    },
    save: async (fanOutId, { policy, silent, message }) => {
      const saved = await archive.run('fanOut.save', {
        ...{ id: fanOutId, policy, silent, message: wordsOf(message), savedAt: ports.clock.now() },
      })
      return saved ? ok(undefined) : err(fail('unknown-id', { about: fanOutId }))
    },
    saved: async () => {
      const saved = await archive.run('fanOut.saved', undefined)
      return saved.map(({ id, sheet, asked, savedAt }): SavedFanOut => ({
        ...{ id: id as FanOutId, portalId, title: sheet.title, files: sheet.counts.matched },
        ...{ spaces: sheet.spaces, bytes: sheet.bytes, asked, savedAt },
      }))
    },
    recheck: async (fanOutId, walking, signal = tools.closing) => {
      const saved = (await archive.run('fanOut.saved', undefined)).find(({ id }) => id === fanOutId)
      if (saved === undefined) return err(fail('unknown-id', { about: fanOutId }))
      const { question, sheet, policy, silent, message, asked, savedAt } = saved
      const plan = await make({ ...question, ...walking }, signal, saved.id)
      if (!plan.ok) return plan
      const { by } = question
      const words = by.kind === 'rule' ? by.rule : basename(by.path)
      return ok({
        ...{ plan: plan.value, before: sheet.counts, policy, silent, message, asked, savedAt },
        ...{ by: { kind: by.kind, words }, folder: [...question.folder] },
      })
    },
    discard: (fanOutId) => archive.run('fanOut.discard', { fanOutId }),
  }
}
