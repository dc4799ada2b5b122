import { useEffect, useRef, useState } from 'react'
import type { Failure } from '../../../core/failure.ts'
import type { PortalId } from '../../../core/portal.ts'
import type { Result } from '../../../core/result.ts'
import type { FanOutId, FanOutPlan, RecheckedFanOut } from '../../../core/transfers/fan-out-views.ts'
import type { DropId, Planning } from '../../../core/transfers/views.ts'
import { foyer, foyerEvents, offerFiles, settle } from '../../lib/foyer.ts'

/** A folder or a table that was picked or dropped. */
export type Picked = { readonly dropId: DropId; readonly name: string }

/** What a dry run is asked for. */
export type Wish = {
  readonly folder: Picked
  readonly by:
    { readonly kind: 'rule'; readonly rule: string } | { readonly kind: 'table'; readonly table: Picked }
  readonly target: string
}

export type FanOut = {
  readonly plan: FanOutPlan | null
  /** What the plan was made for. */
  readonly madeFor: Wish | null
  readonly busy: boolean
  readonly progress: Planning | null
  readonly failure: Failure | null
  readonly preview: (wish: Wish) => void
  readonly stop: () => void
  /** Makes a saved dry run anew; `opened` is told what was asked and chosen then. */
  readonly reopen: (saved: FanOutId, opened: (again: RecheckedFanOut) => void) => void
  /** The plan is a job now, saved, or gone: nothing is given back when the screen is left. */
  readonly let: () => void
}

/** Hands a picked folder or file to the main process; its name is that of the first path's beginning. */
export const offer = async (files: readonly File[], name: string): Promise<Picked | Failure> => {
  const answer = await settle(offerFiles(files))
  // The bridge types the id as plain text; the schema on the other side brands it.
  return answer.ok ? { dropId: answer.value.dropId as DropId, name } : answer.error
}

/** The dry run: asked for by hand, since it reads the folder and asks the portal. The last one is kept until the next. */
export const useFanOut = (portalId: PortalId): FanOut => {
  const [state, setState] = useState<Pick<FanOut, 'plan' | 'madeFor' | 'busy' | 'progress' | 'failure'>>({
    ...{ plan: null, madeFor: null, busy: false, progress: null, failure: null },
  })
  const held = useRef<{ plan: FanOutPlan | null; of: DropId | FanOutId | null; turn: number }>({
    ...{ plan: null, of: null, turn: 0 },
  })

  const giveBack = (plan: FanOutPlan | null): void => {
    if (plan !== null) void foyer()['fanOut.discard']({ portalId, fanOutId: plan.id })
  }
  useEffect(() => {
    const mine = held.current
    return () => {
      mine.turn += 1
      if (mine.of !== null) void foyer()['uploads.stopPlanning']({ of: mine.of })
      if (mine.plan !== null) void foyer()['fanOut.discard']({ portalId, fanOutId: mine.plan.id })
      mine.plan = null
    }
  }, [portalId])
  useEffect(
    () =>
      foyerEvents()['uploads.planning'](({ of, ...progress }) => {
        if (held.current.of === of) setState((before) => ({ ...before, progress }))
      }),
    [],
  )

  /** Waits for a dry run, which is the one that counts unless another was asked for meanwhile. */
  const make = <T>(
    of: DropId | FanOutId,
    made: Promise<Result<T>>,
    read: (value: T) => { readonly plan: FanOutPlan; readonly madeFor: Wish | null },
  ): void => {
    const turn = ++held.current.turn
    held.current.of = of
    setState((before) => ({ ...before, busy: true, progress: null, failure: null }))
    void made.then((answer) => {
      if (held.current.turn !== turn) {
        if (answer.ok) giveBack(read(answer.value).plan)
        return
      }
      held.current.of = null
      if (!answer.ok) {
        const failure = answer.error.code === 'cancelled' ? null : answer.error
        setState((before) => ({ ...before, busy: false, progress: null, failure }))
        return
      }
      giveBack(held.current.plan)
      const { plan, madeFor } = read(answer.value)
      held.current.plan = plan
      setState({ plan, madeFor, busy: false, progress: null, failure: null })
    })
  }

  const preview = (wish: Wish): void => {
    const folder = wish.target
      .split('/')
      .map((name) => name.trim())
      .filter((name) => name !== '')
    const by = wish.by.kind === 'rule' ? wish.by : ({ kind: 'table', dropId: wish.by.table.dropId } as const)
    const { dropId } = wish.folder
    make(dropId, settle(foyer()['fanOut.plan']({ portalId, dropId, by, folder })), (plan) => ({
      plan,
      madeFor: wish,
    }))
  }

  const reopen: FanOut['reopen'] = (saved, opened) =>
    make(saved, settle(foyer()['fanOut.recheck']({ portalId, fanOutId: saved })), (again) => {
      opened(again)
      return { plan: again.plan, madeFor: null }
    })

  return {
    ...state,
    preview,
    reopen,
    stop: () => {
      if (held.current.of !== null) void foyer()['uploads.stopPlanning']({ of: held.current.of })
    },
    let: () => {
      held.current.plan = null
    },
  }
}
