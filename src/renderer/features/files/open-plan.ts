import { create } from 'zustand'
import type { ConflictPolicy, RecheckedPlan, UploadPlan } from '../../../core/transfers/views.ts'
import { type Drop, usePlace } from '../../app/place.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { noSummary, type SummaryChoice } from '../transfers/summary-message-field.tsx'

/** The plan of a drop, or of a plan that was kept for later: then also what was chosen, and what changed since. */
export type Planned = { readonly plan: UploadPlan; readonly saved: Omit<RecheckedPlan, 'plan'> | null }

/** The plan on the screen, and what was chosen for it. It outlives the app lock, which takes its sheet down (L1.10). */
export type OpenPlan = {
  readonly drop: Drop
  readonly planned: Planned
  readonly policy: ConflictPolicy
  readonly summary: SummaryChoice
  /** It is among the saved ones, or may be: closing the sheet does not discard it. */
  readonly kept: boolean
  /** It was told to start, and the answer has not come. */
  readonly starting: boolean
}

const useStore = create<{ readonly open: OpenPlan | null }>(() => ({ open: null }))

/** The open plan of a drop; null: there is none yet. */
export const useOpenPlan = (drop: Drop): OpenPlan | null =>
  useStore(({ open }) => (open?.drop === drop ? open : null))

export const openPlanOf = (drop: Drop): OpenPlan | null => {
  const { open } = useStore.getState()
  return open?.drop === drop ? open : null
}

export const changeOpenPlan = (drop: Drop, change: Partial<Omit<OpenPlan, 'drop' | 'planned'>>): void => {
  const open = openPlanOf(drop)
  if (open !== null) useStore.setState({ open: { ...open, ...change } })
}

/** A plan is there. One whose sheet was closed meanwhile is given back at once. */
export const showPlan = (drop: Drop, planned: Planned): void => {
  const { saved } = planned
  if (usePlace.getState().drop !== drop || openPlanOf(drop) !== null) {
    if (saved === null) discard(planned)
    return
  }
  // O1.18: what was written in the composer goes with the files, and the portal tells of each file to nobody.
  const text = drop.message ?? saved?.message
  const summary =
    typeof text === 'string'
      ? { silent: true, sends: true, text }
      : { ...noSummary, silent: saved?.silent ?? noSummary.silent }
  const policy = saved?.policy ?? 'new-version'
  useStore.setState({ open: { drop, planned, policy, summary, kept: saved !== null, starting: false } })
}

/** The sheet has gone. While its drop is still the one the window shows, only the lock took it down. */
export const leavePlan = (drop: Drop): void => {
  const open = openPlanOf(drop)
  if (open === null || usePlace.getState().drop === drop) return
  useStore.setState({ open: null })
  if (!open.kept) discard(open.planned)
}

/** Takes a plan off the screen that is no plan any more. */
export const forgetPlan = (drop: Drop): void => {
  if (openPlanOf(drop) !== null) useStore.setState({ open: null })
}

/** Whether the plan is one still: what was asked of it just before the lock may have been done. */
export const isStillPlan = async ({ planned }: OpenPlan): Promise<boolean> => {
  const first = { planId: planned.plan.id, offset: 0, limit: 1 }
  const answer = await settle(foyer()['uploads.conflicts'](first))
  return answer.ok || answer.error.code !== 'unknown-id'
}

const discard = ({ plan }: Planned): void => void settle(foyer()['uploads.discard']({ planId: plan.id }))
