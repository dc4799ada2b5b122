import type { Difference } from '../../core/customizations/config.ts'
import type {
  CustomizationChangeView,
  CustomizationJobView,
  JobKind,
  SkipReason,
} from '../../core/customizations/views.ts'
import { explain } from './words.ts'

const kinds: Readonly<Record<JobKind, string>> = {
  edit: 'by hand',
  bulk: 'table',
  training: 'training status',
  rollback: 'rollback',
}

const reasons: Readonly<Record<SkipReason, string>> = {
  'no-email': 'it has no e-mail address',
  'bad-email': 'its e-mail address is none',
  'no-person': 'nobody in the portal has this address',
  'several-people': 'several people of the portal have this address',
  'bad-value': 'the value in {column} is not what the column holds',
  differs: 'several lines say different things about this person',
  again: 'an earlier line says the same',
}

const shown = (value: unknown): string => (value === undefined ? '(none)' : JSON.stringify(value))

const differenceWords = ({ path, kind, from, to }: Difference): string => {
  const where = path.join('.')
  if (kind === 'added') return `+ ${where}: ${shown(to)}`
  return kind === 'removed' ? `- ${where}: ${shown(from)}` : `${where}: ${shown(from)} → ${shown(to)}`
}

/** What a job would do, or did, in a line. */
export const jobLine = (job: CustomizationJobView): string => {
  const { sums, done, failed, left } = job
  const about = `${job.appLabel} (${kinds[job.kind]}${job.title === '' ? '' : `, ${job.title}`})`
  if (job.state === 'plan') {
    const parts = [`${sums.set - left} to change`, `${sums.same} the same`, `${sums.skipped} left out`]
    if (left > 0) parts.push(`${left} changed by somebody else since`)
    return `${about}: ${parts.join(', ')}.`
  }
  const parts = [`${done} of ${sums.set} done`, `${failed} refused`, `${left} changed by somebody else since`]
  return `${about}: ${parts.join(', ')}.`
}

/** One person: what becomes of the configuration, or why nothing does. */
export const changeLine = (change: CustomizationChangeView): string => {
  const who = `${change.line === null ? '' : `line ${change.line}: `}${change.email === '' ? 'a row' : change.email}`
  if (change.phase === 'failed' && change.problem !== null) return `${who}: ${explain(change.problem)}`
  if (change.phase === 'left') {
    return `${who}: left as it is, somebody changed ${change.keys.join(', ')} since.`
  }
  if (change.reason !== null) {
    return `${who}: ${reasons[change.reason].replace('{column}', change.column ?? 'a column')}`
  }
  if (change.kind === 'same') return `${who}: the same`
  const removed = change.has ? [] : ['the configuration is removed']
  return `${who}: ${[...change.differences.map(differenceWords), ...removed].join('; ')}`
}

/** One change of the history: when, by what, which job and number. */
export const historyLine = (change: CustomizationChangeView): string => {
  const when = change.at === null ? '' : new Date(change.at).toISOString()
  return `${when}\t${change.jobId}/${change.number}\t${kinds[change.job]}\t${change.appLabel}\t${changeLine(change)}`
}
