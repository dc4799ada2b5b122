import { useCallback, useEffect, useRef, useState } from 'react'
import type { Failure } from '../../../core/failure.ts'
import type {
  CompareFilter,
  CompareId,
  CompareRow,
  CompareView,
} from '../../../core/transfers/compare-views.ts'
import { foyer, foyerEvents, settle } from '../../lib/foyer.ts'

export type ComparisonState = { readonly view: CompareView | null; readonly failure: Failure | null }

/** How a comparison stands, read again whenever it went on. */
export const useComparison = (compareId: CompareId): ComparisonState => {
  const [state, setState] = useState<ComparisonState>({ view: null, failure: null })
  useEffect(() => {
    let turn = 0
    const read = (): void => {
      const mine = ++turn
      void settle(foyer()['compare.view']({ compareId })).then((answer) => {
        if (mine !== turn) return
        setState((before) =>
          answer.ok ? { view: answer.value, failure: null } : { ...before, failure: answer.error },
        )
      })
    }
    read()
    const stop = foyerEvents()['compare.changed']((changed) => {
      if (changed.compareId === compareId) read()
    })
    return () => {
      turn = -1
      stop()
    }
  }, [compareId])
  return state
}

export type RowPages = {
  readonly total: number
  readonly row: (index: number) => CompareRow | undefined
  readonly read: (first: number, last: number) => void
}

const pageSize = 200

/** The rows in view and some around them; `closed` are paths of folded folders. */
export const useCompareRows = (
  compareId: CompareId,
  only: CompareFilter,
  closed: readonly string[],
): RowPages => {
  const [held, setHeld] = useState<{ total: number; rows: ReadonlyMap<number, CompareRow> }>({
    total: 0,
    rows: new Map(),
  })
  const turn = useRef(0)
  const read = useCallback(
    (first: number, last: number): void => {
      const mine = ++turn.current
      const offset = Math.max(0, first - (first % pageSize))
      const limit = Math.min(500, Math.max(pageSize, last + 1 - offset))
      const asked = { compareId, only, closed: [...closed], offset, limit }
      void settle(foyer()['compare.rows'](asked)).then((answer) => {
        if (!answer.ok || turn.current !== mine) return
        const { rows, total } = answer.value
        setHeld({ total, rows: new Map(rows.map((row, index) => [offset + index, row])) })
      })
    },
    [compareId, only, closed],
  )
  return { total: held.total, row: (index) => held.rows.get(index), read }
}
