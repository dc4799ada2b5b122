import { type Failure, fail, type FailureCode } from '../../core/failure.ts'
import { outboxId } from '../../core/outbox/outgoing.ts'
import { ownSpace } from '../../core/people/own-space.ts'
import type { SetupId } from '../../core/people/space-template.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { Space, SpaceId } from '../../core/space.ts'
import type { PortalContext } from '../context.ts'
import { followPath } from '../folder-path.ts'
import { runToEnd } from '../running.ts'
import type { StoredSetupRow } from '../storage/tables/setups.ts'
import { findSpaces } from './look-up.ts'

type Run = {
  readonly id: SetupId
  readonly undoMs: number
  readonly settleMs: number
  readonly queued: (spaceId: SpaceId) => void
  readonly tell: () => void
}

const mostSends = 3

/** P1.30: what stands in every row's way is no row's own trouble. */
const stopping: readonly FailureCode[] = [
  ...(['unreachable', 'timed-out', 'key-refused', 'throttled', 'server-error'] as const),
  ...(['tls', 'proxy', 'not-json', 'redirected', 'cancelled'] as const),
]

/** Carries a setup out. Never rejects for the signal. */
export const runSetup = (context: PortalContext, run: Run, signal: AbortSignal): Promise<void> => {
  const { archive, ports } = context
  return runToEnd(
    {
      carryOut: () => carryOut(context, run, signal),
      note: async ({ state, problem }) => {
        await archive.run('setups.state', { id: run.id, state, problem })
        ports.log.info('setup.ended', { code: problem?.code ?? 'done' })
      },
      clock: ports.clock,
    },
    signal,
  )
}

const isOpen = ({ phase }: StoredSetupRow): boolean =>
  phase === 'planned' || phase === 'making' || phase === 'filling'

const carryOut = async (context: PortalContext, run: Run, signal: AbortSignal): Promise<Failure | null> => {
  const { archive, ports } = context
  const rows = (await archive.run('setups.rows', { id: run.id })).filter(isOpen)
  // P1.27: what was under way when the program ended may still be on its way into the portal.
  if (rows.some(({ phase }) => phase !== 'planned')) await ports.clock.sleep(run.settleMs, signal)
  for (const row of rows) {
    if (isOver(signal)) return null
    const written = await makeSpace(context, run, row, signal)
    if (isOver(signal)) return null
    if (!written.ok && stopping.includes(written.error.code) && written.error.unsure !== true)
      return written.error
    if (!written.ok) {
      const which = { setupId: run.id, number: row.number }
      await archive.run('setups.failed', { ...which, problem: { ...written.error, about: row.name } })
    }
    run.tell()
  }
  return null
}

const isOver = (signal: AbortSignal): boolean => signal.aborted

const makeSpace = async (
  context: PortalContext,
  run: Run,
  row: StoredSetupRow,
  signal: AbortSignal,
): Promise<Result<void>> => {
  const { archive, ports } = context
  const which = { setupId: run.id, number: row.number }
  const placed = row.spaceId === null ? await place(context, run, row, signal) : ok(row.spaceId)
  if (!placed.ok) return placed
  const spaceId = placed.value
  for (const names of row.folders) {
    const made = await folder(context, run, spaceId, names, signal)
    if (!made.ok) return made
  }
  const id = outboxId.parse(ports.random.uuid())
  const now = ports.clock.now()
  if (await archive.run('setups.finish', { ...which, outboxId: id, undoMs: run.undoMs, now }))
    run.queued(spaceId)
  return ok(undefined)
}

/** P1.27: the row's space, made once. */
const place = async (
  context: PortalContext,
  run: Run,
  row: StoredSetupRow,
  signal: AbortSignal,
): Promise<Result<SpaceId>> => {
  const { archive, foyer, ports, changed } = context
  const which = { setupId: run.id, number: row.number }
  const { name, users, groups } = row
  const members = { users, groups }

  const keep = async (space: Space): Promise<Result<SpaceId>> => {
    await archive.run('setups.made', { ...which, spaceId: space.id })
    await archive.run('spaces.upsert', { spaces: [space] })
    changed(null, ['spaces'])
    return ok(space.id)
  }

  let known = row.known
  for (let sends = row.sends; ; sends += 1) {
    const there = await findSpaces(foyer, name, { signal })
    if (!there.ok) return there
    if (sends > 0) {
      const own = ownSpace(there.value, known ?? [], members)
      if (own.kind === 'ours') return keep(own.space)
      if (own.kind === 'several') return err(fail('ambiguous', { about: name }))
    }
    if (sends >= mostSends) return err({ ...fail('server-error', { about: name }), unsure: true })
    known ??= there.value.map(({ id }) => id)
    await archive.run('setups.making', { ...which, known })
    const made = await foyer.spaces.create({ name, members }, { signal })
    if (made.ok) return keep(made.value)
    if (made.error.unsure !== true) return made
    await ports.clock.sleep(run.settleMs, signal)
  }
}

/** P1.28 */
const folder = async (
  context: PortalContext,
  { settleMs }: Run,
  spaceId: SpaceId,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Result<void>> => {
  const { archive, ports, changed } = context
  for (let tries = 1; ; tries += 1) {
    const followed = await followPath(context, spaceId, names, 'create', signal)
    if (followed.ok) {
      const files = followed.value.made
      if (files.length > 0) await archive.run('files.upsert', { spaceId, files })
      if (files.length > 0) changed(spaceId, ['files'])
      return ok(undefined)
    }
    if (followed.error.unsure !== true || tries >= mostSends) return followed
    await ports.clock.sleep(settleMs, signal)
  }
}
