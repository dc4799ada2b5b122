import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import type { JobView } from '../../../core/transfers/views.ts'
import { openTransfers } from '../../app/place.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { foyer, foyerEvents, settle } from '../../lib/foyer.ts'
import { mergeJobs } from './view.ts'

export type Jobs = {
  readonly list: readonly JobView[]
  readonly reload: () => void
}

export const JobsContext = createContext<Jobs>({ list: [], reload: () => undefined })

export const useJobs = (): Jobs => useContext(JobsContext)

/** Reads the jobs once and follows their progress. A job that was not there before opens the panel. */
export const useJobsReading = (): Jobs => {
  const [list, setList] = useState<readonly JobView[]>([])
  const known = useRef<Set<string> | null>(null)

  const reload = useCallback(() => {
    void settle(foyer()['transfers.list'](undefined)).then((answer) => {
      if (!answer.ok) {
        sayFailure(answer.error)
        return
      }
      known.current ??= new Set(answer.value.map((job) => job.id))
      setList([...answer.value].sort((a, b) => b.createdAt - a.createdAt))
    })
  }, [])

  useEffect(() => {
    reload()
    return foyerEvents()['transfers.progress']((changed) => {
      const before = known.current
      if (before !== null) {
        const fresh = changed.filter((job) => !before.has(job.id))
        for (const job of fresh) before.add(job.id)
        if (fresh.length > 0) openTransfers(true)
      }
      setList((jobs) => mergeJobs(jobs, changed))
    })
  }, [reload])

  return useMemo(() => ({ list, reload }), [list, reload])
}
