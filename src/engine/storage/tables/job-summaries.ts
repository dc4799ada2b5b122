import type { OutboxId } from '../../../core/outbox/outgoing.ts'
import type { SpaceId } from '../../../core/space.ts'
import { fillSummary, summaryAtEnd } from '../../../core/transfers/summary.ts'
import { type JobSummary, summaryState } from '../../../core/transfers/summary-views.ts'
import { integer, text, textOrNull } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Database, Row } from '../driver.ts'

const verifiedOf = (journal: Database, jobId: string): number => {
  const row = journal.get(`SELECT count(*) AS files FROM transfers WHERE job_id = ? AND phase = 'verified'`, [
    jobId,
  ])
  return row === undefined ? 0 : integer(row, 'files')
}

/** Where the files are, by name: the one folder that was dropped, else the folder they were dropped on, else the space. */
const placeOf = ({ cache, journal }: Databases, job: Row): string => {
  const jobId = text(job, 'id')
  const loose = journal.get('SELECT 1 AS one FROM transfers WHERE job_id = ? AND folder IS NULL LIMIT 1', [
    jobId,
  ])
  const roots = journal.all('SELECT name FROM transfer_folders WHERE job_id = ? AND parent IS NULL LIMIT 2', [
    jobId,
  ])
  const [root] = roots
  if (loose === undefined && root !== undefined && roots.length === 1) return text(root, 'name')
  const folderId = textOrNull(job, 'folder_id')
  const folder = folderId === null ? undefined : cache.get('SELECT name FROM files WHERE id = ?', [folderId])
  return folder === undefined ? text(job, 'space_name') : text(folder, 'name')
}

/** Goes with a plan: one that is not started takes it along when it is forgotten. */
export const addSummary = (journal: Database, jobId: string, template: string): void => {
  journal.run(
    `INSERT OR REPLACE INTO job_summaries (job_id, template, state)
     SELECT id, ?, 'waiting' FROM transfer_jobs WHERE id = ? AND state = 'plan'`,
    [template, jobId],
  )
}

export const summaryOperations = {
  /** The messages of jobs, by job. `jobId` null: of all. */
  'summaries.all': (
    databases: Databases,
    input: { readonly jobId: string | null },
  ): ReadonlyMap<string, JobSummary> =>
    new Map(
      databases.journal
        .all(
          `SELECT j.*, s.template, s.state AS standing FROM job_summaries s JOIN transfer_jobs j ON j.id = s.job_id
           WHERE ?1 IS NULL OR s.job_id = ?1`,
          [input.jobId],
        )
        .map((row) => [
          text(row, 'id'),
          {
            state: summaryState.parse(text(row, 'standing')),
            template: text(row, 'template'),
            folder: placeOf(databases, row),
          },
        ]),
    ),

  /** Goes with a plan, before it is started: a crash in between forgets both. */
  'summaries.add': (
    { journal }: Databases,
    input: { readonly jobId: string; readonly template: string },
  ): void => {
    addSummary(journal, input.jobId, input.template)
  },

  /** Jobs that ended while their message still waits: the program ended in between. */
  'summaries.unsettled': ({ journal }: Databases): readonly string[] =>
    journal
      .all(
        `SELECT s.job_id FROM job_summaries s JOIN transfer_jobs j ON j.id = s.job_id
         WHERE s.state = 'waiting' AND j.state IN ('done', 'failed', 'cancelled')`,
      )
      .map((row) => text(row, 'job_id')),

  /**
   * T1.105: decides about an ended job's message. Its row in the outbox and the mark that it is queued are written in
   * one transaction, and only out of a state that is not queued yet: it goes once, whatever crashes.
   * `how`: 'rule', when everything arrived; 'anyway', because a person said so. Answers the space when it was queued.
   */
  'summaries.settle': (
    databases: Databases,
    input: {
      readonly jobId: string
      readonly outboxId: OutboxId
      readonly now: number
      readonly how: 'rule' | 'anyway'
    },
  ): SpaceId | undefined => {
    const { journal } = databases
    return journal.transaction(() => {
      const job = journal.get(
        `SELECT j.*, s.template FROM transfer_jobs j JOIN job_summaries s ON s.job_id = j.id
         WHERE j.id = ? AND s.state IN ('waiting', 'asks')`,
        [input.jobId],
      )
      const state = job === undefined ? '' : text(job, 'state')
      if (job === undefined || (state !== 'done' && state !== 'failed' && state !== 'cancelled')) {
        return undefined
      }
      const count = verifiedOf(journal, input.jobId)
      const byRule = summaryAtEnd({ state, verified: count })
      const next = input.how === 'anyway' && count > 0 ? 'queued' : byRule
      journal.run(`UPDATE job_summaries SET state = ?, outbox_id = ? WHERE job_id = ?`, [
        next,
        next === 'queued' ? input.outboxId : null,
        input.jobId,
      ])
      if (next !== 'queued') return undefined
      const content = fillSummary(text(job, 'template'), { count, folder: placeOf(databases, job) })
      // Unlike a message from the composer it leaves the space's draft alone.
      journal.run(
        `INSERT INTO outbox (id, space_id, content, state, queued_at, undo_ms) VALUES (?, ?, ?, 'queued', ?, 0)`,
        [input.outboxId, text(job, 'space_id'), content, input.now],
      )
      return text(job, 'space_id') as SpaceId
    })
  },

  /** T1.107: the person wants no message. False when it is queued already, or there is none. */
  'summaries.drop': ({ journal }: Databases, input: { readonly jobId: string }): boolean =>
    journal.run(
      `UPDATE job_summaries SET state = 'dropped' WHERE job_id = ? AND state IN ('waiting', 'asks')`,
      [input.jobId],
    ) > 0,

  /** The message's row in the outbox, for who waits for it. */
  'summaries.outboxId': ({ journal }: Databases, input: { readonly jobId: string }): OutboxId | undefined => {
    const row = journal.get('SELECT outbox_id FROM job_summaries WHERE job_id = ?', [input.jobId])
    return row === undefined
      ? undefined
      : ((textOrNull(row, 'outbox_id') ?? undefined) as OutboxId | undefined)
  },
}
