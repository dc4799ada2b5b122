import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Failure } from '../../core/failure.ts'
import type { PortalId } from '../../core/portal.ts'
import type { Result } from '../../core/result.ts'
import type { ChangeTopic, SpaceId } from '../../core/space.ts'
import { foyerEvents, settle } from './foyer.ts'
import { oneAtATime } from './one-at-a-time.ts'

/** What makes a query run again. */
export type Trigger =
  | {
      readonly portalId: PortalId
      readonly spaceId?: SpaceId
      readonly topics: readonly ChangeTopic[]
    }
  | 'portals'

export type Query<T> = {
  /** The last good answer; kept while the query runs again, undefined before the first one. */
  readonly value: T | undefined
  /** Why the last run failed; undefined after a good one. */
  readonly failure: Failure | undefined
  readonly reload: () => void
}

type Held<T> = { readonly key: string; readonly value: T | undefined; readonly failure: Failure | undefined }

/**
 * Reads something through the bridge and reads it again whenever the archive says it changed.
 * `key` names what is read: when it changes, the old value goes (it belongs to something else).
 * `key` null: nothing is read. `known`: an answer that is there already, so that the first reading is spared. One reading at a time, so answers come in order; each counts.
 */
export const useQuery = <T>(
  key: string | null,
  run: () => Promise<Result<T>>,
  trigger?: Trigger,
  known?: () => Result<T> | undefined,
): Query<T> => {
  const [first] = useState(known)
  const [held, setHeld] = useState<Held<T>>({
    key: key ?? '',
    value: first?.ok === true ? first.value : undefined,
    failure: first?.ok === false ? first.error : undefined,
  })
  const answered = useRef(first !== undefined)
  const latest = useRef({ run, trigger })

  useEffect(() => {
    latest.current.run = run
    latest.current.trigger = trigger
  })

  const reader = useMemo(
    () =>
      key === null
        ? null
        : oneAtATime(
            () => settle(latest.current.run()),
            (answer) =>
              setHeld((before) => ({
                key,
                value: answer.ok ? answer.value : before.key === key ? before.value : undefined,
                failure: answer.ok ? undefined : answer.error,
              })),
          ),
    [key],
  )
  const reload = useCallback(() => reader?.ask(), [reader])

  useEffect(() => {
    const state = latest.current
    if (answered.current) answered.current = false
    else reload()
    const stop = listen(() => state.trigger, reload)
    return () => {
      reader?.stop()
      stop()
    }
  }, [reader, reload])

  const current = held.key === (key ?? '') ? held : undefined
  return { value: current?.value, failure: current?.failure, reload }
}

const listen = (trigger: () => Trigger | undefined, reload: () => void): (() => void) => {
  const events = foyerEvents()
  const stopChanged = events.changed((change) => {
    const wanted = trigger()
    if (wanted === undefined || wanted === 'portals') return
    if (change.portalId !== wanted.portalId) return
    if (wanted.spaceId !== undefined && change.spaceId !== null && change.spaceId !== wanted.spaceId) return
    if (change.topics.some((topic) => wanted.topics.includes(topic))) reload()
  })
  const stopPortals = events['portals.changed'](() => {
    if (trigger() === 'portals') reload()
  })
  return () => {
    stopChanged()
    stopPortals()
  }
}
