import { resolve } from 'node:path'
import { fail } from '../../../core/failure.ts'
import { err, ok, type Result } from '../../../core/result.ts'
import type { CompareRow, CompareView } from '../../../core/transfers/compare-views.ts'
import type { Comparison } from '../../../engine/transfers/compare.ts'
import { required } from '../arguments.ts'
import { findPlace } from '../find-place.ts'
import { followJob } from '../follow-job.ts'
import { type CommandFunction, type Invocation, withPortal } from '../session.ts'

const pageSize = 500

const marks: Readonly<Record<CompareRow['state'], string>> = {
  'only-here': 'only here',
  'only-there': 'only there',
  differs: 'differs',
  same: 'same',
  clash: 'file and folder',
  refused: 'can’t be sent',
}

/** Names everything that is not the same; what `--json` prints has the contents of folders too. */
const print = ({ output, flags }: Invocation, comparison: Comparison): void => {
  for (let offset = 0; ; offset += pageSize) {
    const page = comparison.rows({ only: 'different', closed: [], offset, limit: pageSize })
    for (const row of page.rows) {
      if (row.isFolder && (row.state === 'differs' || row.state === 'same')) continue
      const { path, isFolder, state, here, there, twin, reason } = row
      if (flags.json === true)
        output.json({ event: 'entry', path, isFolder, state, here, there, twin, reason })
      else output.line(`${marks[state]}\t${path}${isFolder ? '/' : ''}${twin === null ? '' : `\t(${twin})`}`)
    }
    if (offset + page.rows.length >= page.total || page.rows.length === 0) return
  }
}

const summarise = ({ output, flags }: Invocation, { counts, away, asOf }: CompareView): void => {
  if (flags.json === true) {
    output.json({ event: 'summary', counts, away, asOf })
    return
  }
  if (away) {
    const age = asOf === null ? 'never read' : `as of ${new Date(asOf).toISOString()}`
    output.problem(`The portal can’t be reached: compared with what this computer knows of it (${age}).`)
  }
  const parts = [
    `${counts['only-here'].files} only here`,
    `${counts['only-there'].files} only there`,
    `${counts.differs.files} differ`,
    `${counts.same.files} the same`,
  ]
  output.line(`${parts.join(', ')}.`)
}

/** T1.45–T1.49: compares a folder with a space; with --send uploads the difference. Exit 0: all the same, or all sent. */
export const compare: CommandFunction = async (invocation) => {
  const { words, flags, signal } = invocation
  const [folder] = words
  if (folder === undefined || words.length > 1)
    return err(fail('usage', { detail: 'Name one folder: compare DIR.' }))
  const space = required(flags, 'space')
  if (!space.ok) return space
  return withPortal(invocation, async (portal): Promise<Result<number>> => {
    const place = await findPlace(portal, space.value, flags.folder, 'find', signal)
    if (!place.ok) return place
    const comparison = portal.compare({ ...place.value, root: resolve(folder), changed: () => undefined })
    signal.addEventListener('abort', () => comparison.stop(), { once: true })
    await comparison.read
    if (comparison.view().problem === null && flags.content === true) await comparison.check()
    const view = comparison.view()
    const problem = view.problem ?? view.check.problem
    if (problem !== null) return err(problem)
    print(invocation, comparison)
    summarise(invocation, view)
    const { counts } = view
    const sendable = counts['only-here'].files + counts.differs.files
    const rest = counts['only-there'].files + counts.clash.files + counts.refused.files
    if (flags.send !== true) return ok(sendable + rest === 0 ? 0 : 1)
    if (sendable === 0) return ok(counts.refused.files === 0 ? 0 : 1)
    const started = await comparison.send({ silent: flags.silent === true, changed: true })
    return started.ok ? followJob(invocation, portal, started.value.jobId, counts.refused.files) : started
  })
}
