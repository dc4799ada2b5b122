import { useEffect, useRef, useState } from 'react'
import type { Failure } from '../../../core/failure.ts'
import type { Result } from '../../../core/result.ts'
import type { DropId, Planning, RecheckedPlan, UploadPlan } from '../../../core/transfers/views.ts'
import type { Drop } from '../../app/place.ts'
import { foyer, foyerEvents, settle } from '../../lib/foyer.ts'

/** The plan of a drop, or of a plan that was kept for later: then also what was chosen, and what changed since. */
export type Planned = { readonly plan: UploadPlan; readonly saved: Omit<RecheckedPlan, 'plan'> | null }

export type PlanReading = {
  readonly planned: Planned | null
  readonly failure: Failure | null
  /** How far the walk has come; null before it told. */
  readonly progress: Planning | null
  readonly retry: () => void
}

const ask = async (drop: Drop): Promise<Result<Planned>> => {
  const { portalId, spaceId, folderId, savedPlan } = drop
  if (savedPlan !== undefined) {
    const checked = await settle(foyer()['uploads.recheck']({ portalId, planId: savedPlan }))
    if (!checked.ok) return checked
    const { plan, ...saved } = checked.value
    return { ok: true, value: { plan, saved } }
  }
  // The bridge types the id as plain text; the schema on the other side brands it.
  const dropId = drop.dropId as DropId
  const plan = await settle(foyer()['uploads.plan']({ portalId, spaceId, folderId, dropId }))
  return plan.ok ? { ok: true, value: { plan: plan.value, saved: null } } : plan
}

/** Asks for the plan and follows the walk. A sheet that is closed ends the walk; a plan that comes too late is given back. */
export const usePlan = (drop: Drop): PlanReading => {
  const [state, setState] = useState<{ planned: Planned | null; failure: Failure | null }>({
    planned: null,
    failure: null,
  })
  const [progress, setProgress] = useState<Planning | null>(null)
  const [attempt, setAttempt] = useState(0)
  const done = useRef(false)
  useEffect(() => {
    let left = false
    const of = drop.savedPlan ?? drop.dropId
    done.current = false
    const stopListening = foyerEvents()['uploads.planning']((planning) => {
      if (planning.of === of) setProgress(planning)
    })
    void ask(drop).then((answer) => {
      done.current = true
      if (left) {
        if (answer.ok && answer.value.saved === null)
          void foyer()['uploads.discard']({ planId: answer.value.plan.id })
        return
      }
      setState(
        answer.ok ? { planned: answer.value, failure: null } : { planned: null, failure: answer.error },
      )
    })
    return () => {
      left = true
      stopListening()
      if (!done.current) void foyer()['uploads.stopPlanning']({ of })
    }
  }, [drop, attempt])
  return {
    ...state,
    progress,
    retry: () => {
      setState({ planned: null, failure: null })
      setProgress(null)
      setAttempt(attempt + 1)
    },
  }
}
