import type { SpaceId } from '../../../core/space.ts'
import type { MailingDraft } from '../../../core/writing/mailing.ts'

/** Spaces to write to: selected by hand, or only the one the cursor stood on. */
export type Chosen = { readonly ids: readonly SpaceId[]; readonly byHand: boolean }

/**
 * O1.26: what the writer opens with. The text is the one that was being written; spaces that were selected by hand take
 * the place of those that were chosen, a row the cursor happened to stand on takes the place of none.
 */
export const begun = (kept: MailingDraft, chosen: Chosen | null): MailingDraft => {
  if (chosen === null || chosen.ids.length === 0) return kept
  if (!chosen.byHand && kept.spaceIds.length > 0) return kept
  const there = new Set(kept.spaceIds)
  const same = chosen.ids.length === there.size && chosen.ids.every((id) => there.has(id))
  return same ? kept : { ...kept, spaceIds: [...chosen.ids], finding: '' }
}
