import type { Failure } from '../../core/failure.ts'
import type { PortalContext } from '../context.ts'
import { inLanes } from '../in-lanes.ts'
import { runToEnd } from '../running.ts'
import type { StoredJob } from '../storage/tables/customizations.ts'
import { writeChange } from './write-change.ts'

type Options = { readonly settleMs: number; readonly lanes: number }

const pageSize = 200

/** C1.4 to C1.8: carries a saved plan out. Never rejects for the signal. */
export const runJob = (
  context: PortalContext,
  job: StoredJob,
  options: Options,
  signal: AbortSignal,
  tell: () => void,
): Promise<void> => {
  const { archive, ports } = context
  return runToEnd(
    {
      carryOut: () => carryOut(context, job, options, signal, tell),
      note: async (end) => {
        await archive.run('customizations.setState', { jobId: job.id, ...end })
        ports.log.info('customizations.ended', { kind: job.kind, state: end.state, code: end.problem?.code })
      },
      clock: ports.clock,
    },
    signal,
  )
}

const carryOut = async (
  context: PortalContext,
  job: StoredJob,
  { settleMs, lanes }: Options,
  signal: AbortSignal,
  tell: () => void,
): Promise<Failure | null> => {
  const { archive, ports } = context
  const jobId = job.id
  // C1.7: what was under way when the program ended may still be on its way into the portal.
  if (await archive.run('customizations.hasDoubt', { jobId })) await ports.clock.sleep(settleMs, signal)
  return inLanes(
    {
      ...{ lanes, clock: ports.clock, tell },
      page: (after) => archive.run('customizations.open', { jobId, after, limit: pageSize }),
      write: async (change) => {
        const end = await writeChange(context, job, change, settleMs, signal)
        return end.kind === 'stop' ? end.problem : null
      },
    },
    signal,
  )
}
