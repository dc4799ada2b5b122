import { useCallback, useEffect, useRef, useState } from 'react'
import type { Show } from '../../../core/transfers/show.ts'
import type { JobView, TransferRow } from '../../../core/transfers/views.ts'
import { foyer, settle } from '../../lib/foyer.ts'

export type FilePages = {
  readonly total: number | null
  readonly row: (index: number) => TransferRow | undefined
  /** Says which rows are in view; what is missing or out of date of them is read. */
  readonly show: (first: number, last: number) => void
}

type Held = { readonly rows: readonly TransferRow[]; stale: boolean }

const pageSize = 100
/** Pages kept; more than fit the tallest screen. */
const most = 24
/** Readings under way at once: with a thumb dragged over 100,000 rows, what has left the view is not read. */
const atOnce = 2
/** After a leap of more than a page, the view has to hold still this long before it is read, in ms. */
const restMs = 50
/** While a job runs, what is in view is read again this often at most, in ms; a search reads every path. */
const againMs = { list: 300, search: 2_000 } as const

const isOver = ({ phase }: TransferRow): boolean =>
  phase === 'verified' || phase === 'failed' || phase === 'cancelled' || phase === 'skipped'

/**
 * T1.91: the files of a job, page by page as they come into view. `standing` changes whenever the job's numbers do:
 * then the pages in view are read again, old rows staying until the new ones are there.
 */
export const useFilePages = (
  { portalId, id: jobId }: Pick<JobView, 'portalId' | 'id'>,
  only: Show,
  search: string,
  standing: string,
): FilePages => {
  const [total, setTotal] = useState<number | null>(null)
  const [, draw] = useState(0)
  const pages = useRef(new Map<number, Held>())
  const reading = useRef(new Set<number>())
  const view = useRef({ first: 0, last: 0, alive: true })

  const pump = useCallback((): void => {
    const { first, last } = view.current
    for (let page = Math.floor(first / pageSize); page <= Math.floor(last / pageSize); page += 1) {
      if (reading.current.size >= atOnce) return
      if (reading.current.has(page) || pages.current.get(page)?.stale === false) continue
      reading.current.add(page)
      const query = { portalId, jobId, only, offset: page * pageSize, limit: pageSize }
      const asked = foyer()['transfers.files'](search === '' ? query : { ...query, search })
      void settle(asked).then((answer) => {
        reading.current.delete(page)
        if (!view.current.alive || !answer.ok) return
        pages.current.delete(page)
        pages.current.set(page, { rows: answer.value.rows, stale: false })
        const oldest = pages.current.keys().next()
        if (pages.current.size > most && oldest.done !== true) pages.current.delete(oldest.value)
        setTotal(answer.value.total)
        draw((turn) => turn + 1)
        pump()
      })
    }
  }, [portalId, jobId, only, search])

  useEffect(() => {
    const state = view.current
    state.alive = true
    return () => {
      state.alive = false
    }
  }, [])

  const next = useRef<{ timer: ReturnType<typeof setTimeout> | undefined; at: number }>({
    timer: undefined,
    at: 0,
  })
  useEffect(() => {
    const schedule = next.current
    if (schedule.timer !== undefined) return
    const gap = search === '' ? againMs.list : againMs.search
    schedule.timer = setTimeout(
      () => {
        schedule.timer = undefined
        schedule.at = performance.now()
        for (const held of pages.current.values()) {
          // In the whole list a row keeps its place: a page of files that are over stays as it is.
          if (only !== 'all' || !held.rows.every(isOver)) held.stale = true
        }
        pump()
      },
      Math.max(0, schedule.at + gap - performance.now()),
    )
  }, [standing, only, search, pump])
  useEffect(() => {
    const schedule = next.current
    return () => {
      clearTimeout(schedule.timer)
      schedule.timer = undefined
    }
  }, [])

  // A thumb dragged over 100,000 rows passes whole pages in a frame; reading them would only take the frames' time.
  const rest = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const show = useCallback(
    (first: number, last: number): void => {
      const leapt = Math.abs(first - view.current.first) > pageSize
      view.current.first = first
      view.current.last = last
      if (!leapt && rest.current === undefined) pump()
      else if (leapt) {
        clearTimeout(rest.current)
        rest.current = setTimeout(() => {
          rest.current = undefined
          pump()
        }, restMs)
      }
    },
    [pump],
  )
  useEffect(() => () => clearTimeout(rest.current), [pump])
  return {
    total,
    row: (index) => pages.current.get(Math.floor(index / pageSize))?.rows[index % pageSize],
    show,
  }
}
