import { rebase } from '../../core/customizations/config.ts'
import { type Failure, fail } from '../../core/failure.ts'
import type { PortalContext } from '../context.ts'
import { stopsAll } from '../people/stops-all.ts'
import type { StoredChange } from '../storage/tables/customization-changes.ts'
import type { StoredJob } from '../storage/tables/customizations.ts'
import { readConfig, writeConfig } from './portal-config.ts'

/** What became of one change: it is over, or the whole job stands still for a reason of its own. */
export type ChangeEnd = { readonly kind: 'over' } | { readonly kind: 'stop'; readonly problem: Failure }

const mostSends = 3

/** C1.5 to C1.7: carries one change out. Rejects only when the signal is aborted during a wait. */
export const writeChange = async (
  { foyer, archive, ports }: PortalContext,
  { appId }: Pick<StoredJob, 'appId'>,
  change: StoredChange,
  settleMs: number,
  signal: AbortSignal,
): Promise<ChangeEnd> => {
  const { userId, jobId, number } = change
  const which = { jobId, number }
  const over: ChangeEnd = { kind: 'over' }
  if (userId === null) return over
  const failed = async (problem: Failure): Promise<ChangeEnd> => {
    if (stopsAll(problem)) return { kind: 'stop', problem }
    const about = { ...problem, about: change.email }
    await archive.run('customizations.failed', { ...which, problem: about, at: ports.clock.now() })
    return over
  }

  let { before, after, sends } = change
  for (;;) {
    const now = await readConfig(foyer, appId, userId, signal)
    if (!now.ok) return failed(now.error)
    const next = rebase(now.value.config, before, after)
    const at = ports.clock.now()
    if (next.kind === 'clash') {
      await archive.run('customizations.left', { ...which, keys: next.keys, at })
      return over
    }
    if (next.kind === 'there') {
      // There after a request of ours: that request put it there.
      const outcome = sends > 0 ? 'set' : 'there'
      await archive.run('customizations.done', { ...which, outcome, after: now.value.config, at })
      return over
    }
    if (sends >= mostSends) return failed({ ...fail('server-error'), unsure: true })
    before = now.value.config
    after = next.config
    sends += 1
    await archive.run('customizations.sending', { ...which, before, after })
    const written = await writeConfig(foyer, { appId, userId }, after, signal)
    if (written.ok) {
      const done = { outcome: 'set', after: written.value, at: ports.clock.now() } as const
      await archive.run('customizations.done', { ...which, ...done })
      return over
    }
    if (written.error.unsure !== true || stopsAll(written.error)) return failed(written.error)
    await ports.clock.sleep(settleMs, signal)
  }
}
