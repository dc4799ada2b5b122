import { mayOpen } from '../../../core/transfers/download-rules.ts'
import type { JobState, JobView, TransferRow } from '../../../core/transfers/views.ts'
import { percent } from '../../lib/quantities.ts'

/** A job that still has something to do by itself or when it is resumed. */
export const isUnderWay = (job: JobView): boolean => !isEnded(job.state)

export const isEnded = (state: JobState): boolean =>
  state === 'done' || state === 'failed' || state === 'cancelled'

/** A finished download of one file of a kind that may be opened (hardening 27). */
export const isOpenable = (job: JobView): boolean =>
  job.direction === 'download' && job.state === 'done' && job.files.total === 1 && mayOpen(job.title)
/** Moves, or would if it could: what "Pause" is for. */
export const isMoving = ({ state }: JobView): boolean => state === 'running' || state === 'waiting'

/** Bytes tell best; a job of empty files only is told by its files. */
export const jobPercent = (job: JobView): number => {
  if (job.state === 'done') return 100
  return job.bytes.total > 0
    ? percent(job.bytes.done, job.bytes.total)
    : percent(job.files.done, job.files.total)
}

/** The jobs as they are after a progress event: known ones replaced in place, new ones on top. */
export const mergeJobs = (known: readonly JobView[], changed: readonly JobView[]): readonly JobView[] => {
  const byId = new Map(changed.map((job) => [job.id, job]))
  const kept = known.map((job) => byId.get(job.id) ?? job)
  const seen = new Set(known.map((job) => job.id))
  const fresh = changed.filter((job) => !seen.has(job.id))
  return fresh.length === 0 ? kept : [...fresh, ...kept].sort((a, b) => b.createdAt - a.createdAt)
}

/** What the folded bar speaks about: the job under way that was begun last, else the newest one. */
export const leadingJob = (jobs: readonly JobView[]): JobView | undefined =>
  jobs.find((job) => job.state === 'running') ?? jobs.find(isUnderWay) ?? jobs[0]

export type JobGroup = 'active' | 'needs' | 'ended'

const jobGroups = ['active', 'needs', 'ended'] as const

const groupOf = (job: JobView): JobGroup =>
  isUnderWay(job) ? 'active' : job.state === 'failed' ? 'needs' : 'ended'

/** The jobs of one fan-out stand together, where its first one is; any other job stands for itself. */
const fanOuts = (jobs: readonly JobView[]): readonly (readonly JobView[])[] => {
  const together = new Map<string, JobView[]>()
  for (const job of jobs) {
    const key = job.group?.id ?? job.id
    const members = together.get(key)
    if (members === undefined) together.set(key, [job])
    else members.push(job)
  }
  return [...together.values()]
}

/** Jobs as the panel lists them: what moves, then what a person has to look at, then what is over. */
export const groupJobs = (
  jobs: readonly JobView[],
): readonly { readonly group: JobGroup; readonly jobs: readonly JobView[] }[] => {
  // A fan-out is where the one of its jobs is that stands first.
  const whole = fanOuts(jobs).map((members) => {
    const group = jobGroups.find((each) => members.some((job) => groupOf(job) === each)) ?? 'ended'
    return { group, members }
  })
  return jobGroups
    .map((group) => ({
      group,
      jobs: whole.filter((each) => each.group === group).flatMap(({ members }) => members),
    }))
    .filter((each) => each.jobs.length > 0)
}

/** One line of the list of jobs. */
export type ListLine =
  | { readonly kind: 'group'; readonly group: JobGroup }
  | {
      readonly kind: 'fan-out'
      readonly id: string
      readonly title: string
      readonly jobs: readonly JobView[]
    }
  | { readonly kind: 'job'; readonly job: JobView; readonly within: boolean }

/** The list's lines. A fan-out has one of its own, its jobs below it once it is unfolded. */
export const listLines = (jobs: readonly JobView[], unfolded: ReadonlySet<string>): readonly ListLine[] =>
  groupJobs(jobs).flatMap(({ group, jobs: members }) => [
    { kind: 'group', group } as const,
    ...fanOuts(members).flatMap((some): readonly ListLine[] => {
      const [first] = some
      const fanOut = first?.group ?? null
      // What is left of a fan-out after the rest was taken off the list is a job like any other.
      if (fanOut === null || some.length === 1)
        return some.map((job) => ({ kind: 'job', job, within: false }))
      const below = unfolded.has(fanOut.id) ? some : []
      return [
        { kind: 'fan-out', ...fanOut, jobs: some },
        ...below.map((job) => ({ kind: 'job', job, within: true }) as const),
      ]
    }),
  ])

export type Announcement =
  | {
      readonly job: JobView
      readonly what: 'started' | 'waiting' | 'goes-on' | 'finished' | 'failed' | 'cancelled'
    }
  | { readonly job: JobView; readonly what: 'quarter'; readonly percent: 25 | 50 | 75 }

const quarters = [75, 50, 25] as const

/**
 * T1.96: what is worth saying aloud between two standings of the list: starts, quarters of the way, waits and ends;
 * never the numbers between.
 */
export const announcements = (
  before: readonly JobView[],
  after: readonly JobView[],
): readonly Announcement[] => {
  const known = new Map(before.map((job) => [job.id, job]))
  return after.flatMap((job) => newsOf(known.get(job.id), job) ?? [])
}

const newsOf = (was: JobView | undefined, job: JobView): Announcement | null => {
  if (was === undefined) return isEnded(job.state) ? null : { job, what: 'started' }
  if (isEnded(was.state)) return null
  if (job.state === 'done') return { job, what: 'finished' }
  if (job.state === 'failed') return { job, what: 'failed' }
  if (job.state === 'cancelled') return { job, what: 'cancelled' }
  if (was.state !== 'waiting' && job.state === 'waiting') return { job, what: 'waiting' }
  if (was.state === 'waiting' && job.state === 'running') return { job, what: 'goes-on' }
  const quarter = quarters.find((mark) => jobPercent(was) < mark && jobPercent(job) >= mark)
  return quarter === undefined || job.state !== 'running' ? null : { job, what: 'quarter', percent: quarter }
}

/** How a file of a job stands, for a person. */
export type FileStanding =
  | { readonly kind: 'waiting' | 'paused' | 'moving'; readonly percent: number }
  | { readonly kind: 'finishing' | 'done' | 'failed' | 'skipped' | 'cancelled' }

export const fileStanding = (row: TransferRow, job: JobState): FileStanding => {
  switch (row.phase) {
    case 'verified':
      return { kind: 'done' }
    case 'failed':
    case 'skipped':
    case 'cancelled':
      return { kind: row.phase }
    case 'committed':
    case 'registered':
      if (row.held || job === 'paused') return { kind: 'paused', percent: 99 }
      return job === 'running' ? { kind: 'finishing' } : { kind: 'waiting', percent: 99 }
    case 'planned':
    case 'staging': {
      const sent = percent(Math.min(row.done, row.size - 1), row.size)
      if (row.held || job === 'paused') return { kind: 'paused', percent: sent }
      // What ended with its job and was never touched.
      if (isEnded(job)) return { kind: 'cancelled' }
      return { kind: row.active && job === 'running' ? 'moving' : 'waiting', percent: sent }
    }
  }
}

export type FileAction = 'pause' | 'resume' | 'cancel'

/** What can be done with one file. Only what takes effect is offered. */
export const fileActions = (
  row: TransferRow,
  job: Pick<JobView, 'state' | 'files'>,
): readonly FileAction[] => {
  const ended = row.phase === 'verified' || row.phase === 'failed' || row.phase === 'skipped'
  if (ended || row.phase === 'cancelled' || row.phase === 'registered' || isEnded(job.state)) return []
  const { total, done, failed, skipped, cancelled, held } = job.files
  // In a job that was paused as a whole, going on with one file alone has no effect.
  const standsAlone = job.state !== 'paused' || total - done - failed - skipped - cancelled === held
  if (row.held) return standsAlone ? ['resume', 'cancel'] : ['cancel']
  return job.state === 'paused' ? ['cancel'] : ['pause', 'cancel']
}

/** "a/b/c.pdf" as the file's own name and where it lies. */
export const splitPath = (path: string): { readonly name: string; readonly folder: string } => {
  const at = path.lastIndexOf('/')
  return { name: path.slice(at + 1), folder: at < 0 ? '' : path.slice(0, at) }
}
