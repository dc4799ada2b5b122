import type { PortalId } from '../../../core/portal.ts'
import { ok, type Result } from '../../../core/result.ts'
import type { Settings } from '../../../core/settings.ts'
import type { SpaceId } from '../../../core/space.ts'
import type { Audience } from '../../../core/writing/audience.ts'
import { foyer, settle } from '../../lib/foyer.ts'

/** What is asked before a message goes: who reads it, and fields that are still open. */
export type Asked = { readonly audience: Audience; readonly unfilled: readonly string[] }

type Message = {
  readonly portalId: PortalId
  readonly spaceId: SpaceId
  /** The fields that the text still holds. */
  readonly unfilled: readonly string[]
}

/** O1.23, O1.24: what to ask before a message goes; null: nothing. */
export const whatToAsk = async (
  { portalId, spaceId, unfilled }: Message,
  askAudience: Settings['askAudience'],
): Promise<Result<Asked | null>> => {
  const audience = await settle(foyer()['messages.audience']({ portalId, spaceId }))
  if (!audience.ok) return audience
  const asks = audience.value.asks !== null || askAudience === 'always' || unfilled.length > 0
  return ok(asks ? { audience: audience.value, unfilled } : null)
}
