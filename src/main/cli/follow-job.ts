import { fail, type Failure, type FailureCode } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { JobId, JobView, TransferRow } from '../../core/transfers/views.ts'
import type { PortalEngine } from '../../engine/portal.ts'
import { progressLine, summaryLine } from './job-lines.ts'
import type { Invocation } from './session.ts'
import { explain } from './words.ts'

const pageSize = 500

const isSettled = (row: TransferRow): boolean => row.phase === 'verified' || row.phase === 'skipped'

/** Shows a job's progress until it ends, then names each failure. 0 when everything is done, 1 otherwise. */
export const followJob = async (
  { output, flags, signal }: Invocation,
  portal: PortalEngine,
  jobId: JobId,
  refused: number,
): Promise<Result<number>> => {
  const show = (job: JobView): void => {
    if (flags.json === true) {
      output.json({
        event: 'progress',
        job: job.id,
        state: job.state,
        files: job.files,
        bytes: job.bytes,
        rate: job.rate,
        etaMs: job.etaMs,
      })
    } else {
      output.progress(progressLine(job))
    }
  }
  const standstill = new AbortController()
  let stopped: Failure | undefined
  let waiting: FailureCode | undefined
  const stopListening = portal.transfers.onProgress((jobs) => {
    for (const job of jobs) {
      if (job.id !== jobId) continue
      show(job)
      if (job.waitingFor !== null && job.waitingFor.code !== waiting && job.state !== 'paused')
        output.problem(explain(job.waitingFor))
      waiting = job.waitingFor?.code
      // Nobody at a command line can give another key in mid-job; the journal keeps what was done.
      // Nor can a job that stands still (no room on the disk, say) go on by itself.
      if (job.waitingFor !== null && (waiting === 'key-refused' || job.state === 'paused')) {
        stopped = job.waitingFor
        standstill.abort()
      }
    }
  })
  let job: JobView
  try {
    job = await portal.transfers.ended(jobId, AbortSignal.any([signal, standstill.signal]))
  } catch (error) {
    if (stopped === undefined) throw error
    return err(stopped)
  } finally {
    stopListening()
    output.progress('')
  }
  for (let offset = 0; ; offset += pageSize) {
    const page = await portal.transfers.files(jobId, { only: 'all', offset, limit: pageSize })
    for (const row of page.rows) report(row)
    if (offset + page.rows.length >= page.total || page.rows.length === 0) break
  }
  const { total, done, failed, skipped } = job.files
  if (flags.json === true) {
    output.json({
      event: 'summary',
      job: job.id,
      state: job.state,
      total,
      done,
      failed: failed + refused,
      skipped,
      bytes: job.bytes.done,
    })
  } else {
    output.line(summaryLine({ files: { ...job.files, failed: failed + refused } }))
  }
  return ok(job.state === 'done' && failed + refused === 0 ? 0 : 1)

  function report(row: TransferRow): void {
    if (isSettled(row)) {
      if (flags.json === true)
        output.json({ event: 'done', path: row.path, bytes: row.size, phase: row.phase })
      return
    }
    const problem = row.problem ?? fail('cancelled', { about: row.path })
    const message = explain({ ...problem, about: row.path })
    if (flags.json === true) output.json({ event: 'failed', path: row.path, code: problem.code, message })
    else output.problem(`${row.path}: ${message}`)
  }
}
