import { type Failure, fail } from '../../core/failure.ts'
import type { PortalContext } from '../context.ts'
import { inLanes } from '../in-lanes.ts'
import { runToEnd } from '../running.ts'
import type { StoredImport } from '../storage/tables/imports.ts'
import { writeGroup } from './write-group.ts'
import { writeRow } from './write-row.ts'

type Options = { readonly settleMs: number; readonly lanes: number }

const pageSize = 200

/** P1.9 to P1.12: carries a saved plan out. Never rejects for the signal. */
export const runImport = (
  context: PortalContext,
  job: StoredImport,
  options: Options,
  signal: AbortSignal,
  tell: () => void,
): Promise<void> => {
  const { archive, ports } = context
  return runToEnd(
    {
      carryOut: () => carryOut(context, job, options, signal, tell),
      note: async (end) => {
        await archive.run('imports.setState', { importId: job.id, ...end })
        ports.log.info('import.ended', { state: end.state, code: end.problem?.code })
      },
      clock: ports.clock,
    },
    signal,
  )
}

const carryOut = async (
  context: PortalContext,
  job: StoredImport,
  { settleMs, lanes }: Options,
  signal: AbortSignal,
  tell: () => void,
): Promise<Failure | null> => {
  const { archive, ports } = context
  const importId = job.id
  // P1.10: what was under way when the program ended may still be on its way into the portal.
  if (await archive.run('imports.hasDoubt', { importId })) await ports.clock.sleep(settleMs, signal)
  const stopped = await inLanes(
    {
      ...{ lanes, clock: ports.clock, tell },
      page: (after) => archive.run('imports.open', { importId, after, limit: pageSize }),
      write: async (row) => {
        const end = await writeRow(context, job, row, { settleMs }, signal)
        return end.kind === 'stop' ? end.problem : null
      },
    },
    signal,
  )
  if (signal.aborted || stopped !== null) return stopped
  await archive.run('imports.linkKnown', { importId, source: job.source, at: ports.clock.now() })
  const problem = await carryOutGroups(context, job, settleMs, signal)
  const { kinds } = await archive.run('imports.sums', { importId })
  if (problem === null && job.complete) {
    const rows = Object.values(kinds).reduce((sum, count) => sum + count, 0)
    await archive.run('imports.noteCount', {
      source: `${job.source} ${job.title}`,
      rows,
      at: ports.clock.now(),
    })
  }
  context.changed(null, ['people', 'spaces'])
  return problem
}

const carryOutGroups = async (
  context: PortalContext,
  job: StoredImport,
  settleMs: number,
  signal: AbortSignal,
): Promise<Failure | null> => {
  const isOver = (): boolean => signal.aborted
  for (const group of await context.archive.run('imports.groups', { importId: job.id })) {
    if (isOver()) return null
    if (group.phase === 'done' || group.phase === 'failed') continue
    const written = await writeGroup(context, job.id, group, settleMs, signal)
    if (written.ok) continue
    if (isOver()) return null
    const { code } = written.error
    if (code === 'unreachable' || code === 'key-refused' || code === 'timed-out') return written.error
    await context.archive.run('imports.group', {
      ...{ importId: job.id, number: group.number, phase: 'failed', groupId: null },
      problem: code === 'cancelled' ? fail('cancelled') : written.error,
    })
  }
  return null
}
