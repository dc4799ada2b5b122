import { z } from 'zod'
import { type FanOutPlan, fanOutPlan } from '../../../core/transfers/fan-out-views.ts'
import { type ConflictPolicy, conflictPolicy } from '../../../core/transfers/views.ts'
import { flag, integer, json, text, textOrNull } from '../columns.ts'
import type { Databases } from '../databases.ts'
import { fanOutOperations } from './fan-outs.ts'

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
  /** ms since the epoch */
  readonly savedAt: number
}

export const savedFanOutOperations = {
  /** T1.127: what was asked takes the dry run's place, and that of the saved one it was made from. */
  'fanOut.save': (databases: Databases, input: StoredFanOut & { readonly from: string | null }): void =>
    databases.journal.transaction(() => {
      for (const fanOutId of [input.id, ...(input.from === null ? [] : [input.from])])
        fanOutOperations['fanOut.discard'](databases, { fanOutId })
      databases.journal.run(
        `INSERT INTO saved_fan_outs (id, question, sheet, policy, silent, message, saved_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        [
          ...[input.id, JSON.stringify(input.question), JSON.stringify(input.sheet), input.policy],
          ...[input.silent ? 1 : 0, input.message, input.savedAt],
        ],
      )
    }),

  /** Oldest first. */
  'fanOut.saved': ({ journal }: Databases): readonly StoredFanOut[] =>
    journal.all(`SELECT * FROM saved_fan_outs ORDER BY saved_at, id`).map((row) => ({
      id: text(row, 'id'),
      question: fanOutQuestion.parse(json(row, 'question')),
      sheet: fanOutPlan.parse(json(row, 'sheet')),
      policy: conflictPolicy.parse(text(row, 'policy')),
      silent: flag(row, 'silent'),
      message: textOrNull(row, 'message'),
      savedAt: integer(row, 'saved_at'),
    })),
}
