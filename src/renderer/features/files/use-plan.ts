import { useEffect, useRef, useState } from 'react'
import type { Failure } from '../../../core/failure.ts'
import type { Result } from '../../../core/result.ts'
import type { DropId, Planning } from '../../../core/transfers/views.ts'
import type { Drop } from '../../app/place.ts'
import { foyer, foyerEvents, settle } from '../../lib/foyer.ts'
import { type Planned, showPlan } from './open-plan.ts'

export type PlanReading = {
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

/**
 * Asks for the plan, unless there is one, and follows the walk. A sheet that is closed ends the walk; a plan that comes
 * too late is given back.
 */
export const usePlan = (drop: Drop, isThere: boolean): PlanReading => {
  const [failure, setFailure] = useState<Failure | null>(null)
  const [progress, setProgress] = useState<Planning | null>(null)
  const [attempt, setAttempt] = useState(0)
  const done = useRef(isThere)
  useEffect(() => {
    // It was there before the window was locked.
    if (done.current) return
    let left = false
    const of = drop.savedPlan ?? drop.dropId
    const stopListening = foyerEvents()['uploads.planning']((planning) => {
      if (planning.of === of) setProgress(planning)
    })
    void ask(drop).then((answer) => {
      done.current = true
      if (answer.ok) showPlan(drop, answer.value)
      else if (!left) setFailure(answer.error)
    })
    return () => {
      left = true
      stopListening()
      if (!done.current) void foyer()['uploads.stopPlanning']({ of })
    }
  }, [drop, attempt])
  return {
    failure,
    progress,
    retry: () => {
      done.current = false
      setFailure(null)
      setProgress(null)
      setAttempt(attempt + 1)
    },
  }
}
