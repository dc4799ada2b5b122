import type { CustomizationChangeView, CustomizationJobView } from '../../core/customizations/views.ts'
import { ok, type Result } from '../../core/result.ts'
import type { PortalEngine } from '../../engine/portal.ts'
import { changeLine, jobLine } from './customization-words.ts'
import type { Invocation } from './session.ts'
import { explain } from './words.ts'

const everyChange = async (
  portal: PortalEngine,
  { id }: CustomizationJobView,
  tell: (change: CustomizationChangeView) => void,
): Promise<void> => {
  for (let offset = 0; ; offset += 500) {
    const page = await portal.customizations.changes(id, { only: null, offset, limit: 500 })
    page.changes.forEach(tell)
    if (offset + page.changes.length >= page.total || page.changes.length === 0) return
  }
}

/** Shows a saved plan (`--dry-run`), or carries it out and names whatever was not done. */
export const followCustomizations = async (
  { flags, output, signal }: Invocation,
  portal: PortalEngine,
  planned: CustomizationJobView,
): Promise<Result<number>> => {
  const { customizations } = portal
  if (flags.json !== true) output.line(jobLine(planned))
  if (flags['dry-run'] === true) {
    await everyChange(portal, planned, (change) => {
      if (flags.json === true) output.json({ event: 'planned', ...change })
      else if (change.kind !== 'same') output.line(changeLine(change))
    })
    if (flags.json === true) output.json({ event: 'plan', ...planned })
    await customizations.remove(planned.id)
    return ok(0)
  }
  const pause = (): void => void customizations.pause(planned.id)
  signal.addEventListener('abort', pause)
  const started = await customizations.start(planned.id)
  const ended = started.ok ? await customizations.ended(planned.id) : started
  signal.removeEventListener('abort', pause)
  if (!ended.ok) return ended
  const job = ended.value
  let leftOut = 0
  await everyChange(portal, job, (change) => {
    const isTrouble = change.phase === 'failed' || change.phase === 'left'
    if (change.kind === 'skipped' && change.reason !== 'again') leftOut += 1
    if (flags.json === true) {
      if (change.kind !== 'same') output.json({ event: isTrouble ? 'failed' : 'done', ...change })
    } else if (isTrouble || change.kind === 'skipped') output.problem(changeLine(change))
  })
  if (job.problem !== null) output.problem(explain(job.problem))
  const isDone = job.state === 'done' && job.failed + job.left === 0
  if (flags.json === true) output.json({ event: 'summary', job: job.id, ...job })
  else
    output.line(`${jobLine(job)}${job.written > 0 ? ` “customizations rollback ${job.id}” undoes it.` : ''}`)
  // A plan that wrote nothing leaves nothing behind.
  if (isDone && job.written === 0) await customizations.remove(job.id)
  return ok(isDone && leftOut === 0 ? 0 : 1)
}
