import { resolve } from 'node:path'
import { fail } from '../../../core/failure.ts'
import { err, ok, type Result } from '../../../core/result.ts'
import { verifyExport } from '../../../engine/export/verify.ts'
import { required } from '../arguments.ts'
import { findSpace } from '../find-place.ts'
import { followJob } from '../follow-job.ts'
import { type CommandFunction, type Invocation, withPortal } from '../session.ts'

/**
 * Exports a whole space with a manifest, or with --verify reads an export again. The same command given again goes on
 * with an export that was interrupted.
 */
export const exportSpace: CommandFunction = async (invocation) => {
  const { flags, signal, words } = invocation
  if (flags.verify === true) {
    const [folder] = words
    return folder === undefined || words.length > 1
      ? err(fail('usage', { detail: 'Name one folder to verify.' }))
      : verify(invocation, resolve(folder))
  }
  if (words.length > 0) return err(fail('usage', { detail: 'Name the space with --space.' }))
  const space = required(flags, 'space')
  if (!space.ok) return space
  const to = required(flags, 'to')
  if (!to.ok) return to
  return withPortal(invocation, async (portal) => {
    const found = await findSpace(portal, space.value, signal)
    if (!found.ok) return found
    const target = resolve(to.value)
    const started = await portal.transfers.startExport({
      ...{ spaceId: found.value.id, to: target, place: 'into' },
    })
    return started.ok ? followJob(invocation, portal, started.value.jobId, 0) : started
  })
}

const verify = async ({ flags, output, signal }: Invocation, folder: string): Promise<Result<number>> => {
  const found = await verifyExport(
    folder,
    (done, total) => output.progress(`Reading ${done} of ${total} files`),
    signal,
  )
  output.progress('')
  if (!found.ok) return found
  const { manifest, checked, missing, changed, extra } = found.value
  const report = (event: string, paths: readonly string[], what: string): void => {
    for (const path of paths) {
      if (flags.json === true) output.json({ event, path })
      else output.problem(`${path}: ${what}`)
    }
  }
  report('missing', missing, 'is missing')
  report('changed', changed, 'is not what was exported')
  report('extra', extra, 'was not part of the export')
  report(
    'left-out',
    manifest.missing.map(({ path }) => path),
    'could not be exported',
  )
  const same = missing.length + changed.length === 0
  if (flags.json === true) {
    output.json({
      ...{ event: 'summary', checked, missing: missing.length, changed: changed.length, extra: extra.length },
      ...{ complete: manifest.complete, asOf: manifest.asOf, space: manifest.space },
    })
  } else {
    const whole = manifest.complete ? 'The export is complete' : 'The export is not complete'
    output.line(`${whole}, as of ${manifest.asOf.to}.`)
    output.line(
      same
        ? `${checked} files are as they were exported.`
        : `${missing.length + changed.length} files are not.`,
    )
  }
  return ok(same && manifest.complete ? 0 : 1)
}
