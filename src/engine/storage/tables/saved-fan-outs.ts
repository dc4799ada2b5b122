import { z } from 'zod'
import { type FanOutPlan, fanOutPlan } from '../../../core/transfers/fan-out-views.ts'
import { type ConflictPolicy, conflictPolicy } from '../../../core/transfers/views.ts'
import { flag, integer, json, text, textOrNull } from '../columns.ts'
import type { Databases } from '../databases.ts'
import { fanOutOperations, forgetRows } from './fan-outs.ts'

const fanOutQuestion = z.object({
  roots: z.array(z.string()).readonly(),
  by: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('rule'), rule: z.string() }),
    z.object({ kind: z.literal('table'), path: z.string() }),
  ]),
  folder: z.array(z.string()).readonly(),
})
/** What a dry run is made of; paths are absolute. */
export type FanOutQuestion = z.infer<typeof fanOutQuestion>

export type StoredFanOut = {
  readonly id: string
  readonly question: FanOutQuestion
  readonly sheet: FanOutPlan
  readonly policy: ConflictPolicy
  readonly silent: boolean
  readonly message: string | null
  /** False: kept by itself (T1.128). */
  readonly asked: boolean
  /** ms since the epoch */
  readonly savedAt: number
}

export const savedFanOutOperations = {
  /** T1.128: a dry run is there, of a new question or of a saved one (`from`). */
  'fanOut.made': (
    databases: Databases,
    input: Pick<StoredFanOut, 'id' | 'question' | 'sheet'> & {
      readonly from: string | null
      readonly at: number
    },
  ): void =>
    databases.journal.transaction(() => {
      const { id, from, at } = input
      const [question, sheet] = [JSON.stringify(input.question), JSON.stringify(input.sheet)]
      const before = databases.journal.all(
        'SELECT id FROM saved_fan_outs WHERE asked = 0 AND question = ? AND id IS NOT ?',
        [question, from],
      )
      for (const row of before) fanOutOperations['fanOut.discard'](databases, { fanOutId: text(row, 'id') })
      databases.journal.run(
        `INSERT INTO saved_fan_outs (id, question, sheet, policy, silent, saved_at, asked, made_from)
         VALUES (?, ?, ?, 'new-version', 0, ?, 0, ?)`,
        [id, question, sheet, at, from],
      )
    }),

  /** T1.127: what was asked takes the dry run's place, and that of the saved one it was made from. */
  'fanOut.save': (databases: Databases, input: Omit<StoredFanOut, 'question' | 'sheet' | 'asked'>): boolean =>
    databases.journal.transaction(() => {
      const { id, policy, silent, message, savedAt } = input
      const made = databases.journal.get('SELECT made_from FROM saved_fan_outs WHERE id = ?', [id])
      if (made === undefined) return false
      databases.journal.run(
        `UPDATE saved_fan_outs SET policy = ?, silent = ?, message = ?, saved_at = ?, asked = 1, made_from = NULL
         WHERE id = ?`,
        [policy, silent ? 1 : 0, message, savedAt, id],
      )
      forgetRows(databases, id)
      const from = textOrNull(made, 'made_from')
      if (from !== null) fanOutOperations['fanOut.discard'](databases, { fanOutId: from })
      return true
    }),

  /** Oldest first. */
  'fanOut.saved': ({ journal }: Databases): readonly StoredFanOut[] =>
    journal.all(`SELECT * FROM saved_fan_outs WHERE made_from IS NULL ORDER BY saved_at, id`).map((row) => ({
      id: text(row, 'id'),
      question: fanOutQuestion.parse(json(row, 'question')),
      sheet: fanOutPlan.parse(json(row, 'sheet')),
      policy: conflictPolicy.parse(text(row, 'policy')),
      silent: flag(row, 'silent'),
      message: textOrNull(row, 'message'),
      asked: flag(row, 'asked'),
      savedAt: integer(row, 'saved_at'),
    })),
}
