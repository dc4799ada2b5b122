import { fail } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceDetail, SpaceId } from '../../core/space.ts'
import { beganAt } from '../../core/sync/portal-time.ts'
import type { PortalContext } from '../context.ts'
import { createAnnounce } from '../sync/announce.ts'
import { syncPeople } from '../sync/directory.ts'
import { asResult } from '../sync/failures.ts'
import { syncAllMessages } from '../sync/messages.ts'

/** When something was read from the portal, by its clock. */
export type Read<T> = { readonly value: T; readonly from: number; readonly to: number }

// Both ends by one reading of the portal's clock, which moves: an end before its beginning would be no span.
const spanOf = ({ ports, foyer }: PortalContext, startedAt: number) => {
  const [now, skew] = [ports.clock.now(), foyer.clockSkewMs()]
  return { from: beganAt(startedAt, now, skew), to: now + skew }
}

/** E1.2: a space and who may see it, read afresh; groups are spelled out. */
export const readMembers = async (
  context: PortalContext,
  spaceId: SpaceId,
  signal: AbortSignal,
): Promise<Result<Read<SpaceDetail>>> => {
  const { archive, foyer } = context
  const startedAt = context.ports.clock.now()
  const announce = createAnnounce(context)
  try {
    const space = await foyer.spaces.get(spaceId, { signal })
    if (!space.ok) return space
    const people = await asResult(() => syncPeople(context, announce, signal))
    if (!people.ok) return people
    await archive.run('spaces.upsert', { spaces: [space.value] })
  } finally {
    await announce.close()
  }
  const detail = await archive.run('spaces.detail', { spaceId })
  if (detail === undefined) return err(fail('unknown-space', { about: spaceId }))
  return ok({ value: detail, ...spanOf(context, startedAt) })
}

/**
 * E1.3: reads a space's messages from the newest to the first into the archive; what the portal no longer holds goes
 * from there. Anything missing between the first and the last is `incomplete`, never an export that says it is whole.
 */
export const readMessages = async (
  context: PortalContext,
  spaceId: SpaceId,
  signal: AbortSignal,
): Promise<Result<Read<null>>> => {
  const startedAt = context.ports.clock.now()
  const announce = createAnnounce(context)
  try {
    const read = await asResult(() => syncAllMessages(context, announce, spaceId, signal))
    if (!read.ok) return read
  } finally {
    await announce.close()
  }
  const { sweptAt, gaps } = await context.archive.run('exports.messageStanding', { spaceId })
  if (gaps > 0 || sweptAt === null) return err(fail('incomplete', { about: 'messages' }))
  return ok({ value: null, ...spanOf(context, startedAt) })
}
