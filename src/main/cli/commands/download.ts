import { resolve } from 'node:path'
import { fail } from '../../../core/failure.ts'
import { err } from '../../../core/result.ts'
import { downloadPolicy } from '../../../core/transfers/views.ts'
import { required } from '../arguments.ts'
import { findPlace } from '../find-place.ts'
import { followJob } from '../follow-job.ts'
import { type CommandFunction, withPortal } from '../session.ts'

/** Brings a space's files, or one folder's, to this computer. */
export const download: CommandFunction = async (invocation) => {
  const { flags, signal } = invocation
  const space = required(flags, 'space')
  if (!space.ok) return space
  const to = required(flags, 'to')
  if (!to.ok) return to
  const policy = downloadPolicy.safeParse(flags.conflict ?? 'keep-both')
  if (!policy.success) return err(fail('usage', { detail: '--conflict is keep-both, skip or replace.' }))
  return withPortal(invocation, async (portal) => {
    const place = await findPlace(portal, space.value, flags.folder, 'find', signal)
    if (!place.ok) return place
    const started = await portal.transfers.startDownload({
      ...place.value,
      fileIds: [],
      to: resolve(to.value),
      policy: policy.data,
    })
    if (!started.ok) return started
    return followJob(invocation, portal, started.value.jobId, 0)
  })
}
