import { setTimeout as wait } from 'node:timers/promises'
import { fail } from '../../core/failure.ts'
import type { PortalId } from '../../core/portal.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { JobView } from '../../core/transfers/views.ts'
import type { Engine } from '../../engine/engine.ts'
import { type Control, reachControl } from '../control/ask.ts'
import { required } from './arguments.ts'
import { isEnded, listJobs, progressLine, tellEnd } from './job-lines.ts'
import type { Invocation } from './session.ts'

const controlled = ['list', 'pause', 'resume', 'cancel'] as const
type Action = (typeof controlled)[number]

const actionOf = (word: string | undefined): Action | undefined => controlled.find((one) => one === word)

/** How often a job in another process is looked at. */
const lookMs = 500

type Room = {
  readonly invocation: Invocation
  readonly control: Control
  readonly portalId: PortalId
  /** Jobs that go on by this command and whose end nobody was told yet. */
  readonly untold: Set<string>
}

/** Shows a job that another process works on until it ends or stands still: 0 when everything is done. */
const followElsewhere = async (room: Room, jobId: string): Promise<Result<number> | 'gone'> => {
  const { invocation, control } = room
  const { output, flags, signal } = invocation
  for (;;) {
    const jobs = await control.ask('transfers.list', undefined)
    if (jobs === 'gone' || !jobs.ok) return jobs
    const job = jobs.value.find(({ id }) => id === jobId)
    if (job === undefined) return err(fail('unknown-id', { about: jobId }))
    if (isEnded(job) || job.state === 'paused') return ok(tellEnd(invocation, job))
    if (flags.json !== true) output.progress(progressLine(job))
    try {
      await wait(lookMs, undefined, { signal })
    } catch {
      return err(fail('cancelled'))
    }
  }
}

const act = async (room: Room, action: Exclude<Action, 'list'>, jobs: readonly JobView[]) => {
  let status = 0
  for (const { id } of jobs.filter((job) => !isEnded(job))) {
    const done = await room.control.ask(`transfers.${action}`, { portalId: room.portalId, jobId: id })
    if (done === 'gone' || !done.ok) return done
    if (action !== 'resume') continue
    room.untold.add(id)
    const followed = await followElsewhere(room, id)
    if (followed === 'gone' || !followed.ok) return followed
    room.untold.delete(id)
    status = Math.max(status, followed.value)
  }
  return ok(status)
}

const overChannel = async (room: Room, action: Action): Promise<Result<number> | 'gone'> => {
  const { invocation, control } = room
  const [, id] = invocation.words
  const all = await control.ask('transfers.list', undefined)
  if (all === 'gone' || !all.ok) return all
  const jobs = id === undefined ? all.value : all.value.filter((job) => job.id === id)
  if (id !== undefined && jobs.length === 0) return err(fail('unknown-id', { about: id }))
  return action === 'list' ? listJobs(invocation, jobs) : act(room, action, jobs)
}

/** Nobody else has the portal open: this process does it. `untold`: jobs that were resumed there and may have ended since. */
type Own = { readonly untold: ReadonlySet<string>; readonly ended: boolean }

/** N1.6: where another process has the portal's archive open, asks it; otherwise, or when it ended meanwhile, answers so. */
export const transfersElsewhere = async (
  invocation: Invocation,
  engine: Engine,
): Promise<Result<number> | Own> => {
  const untold = new Set<string>()
  const nobody = { untold, ended: false }
  const action = actionOf(invocation.words[0])
  if (action === undefined) return nobody
  const name = required(invocation.flags, 'portal')
  if (!name.ok) return name
  const portalId = engine.portals.find(name.value)
  if (!portalId.ok) return portalId
  const control = await reachControl(engine.portals.folder(portalId.value))
  if (control === undefined) return nobody
  if (!control.ok) return control
  try {
    const room = { invocation, control: control.value, portalId: portalId.value, untold }
    const done = await overChannel(room, action)
    return done === 'gone' ? { untold, ended: true } : done
  } finally {
    control.value.close()
  }
}
