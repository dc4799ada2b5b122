import { createContext, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import type { JobView } from '../../../core/transfers/views.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { foyer, foyerEvents, settle } from '../../lib/foyer.ts'
import { mergeJobs } from './view.ts'

export type Jobs = {
  readonly list: readonly JobView[]
  /** False until the list has been read once. */
  readonly known: boolean
  readonly reload: () => void
}

export const JobsContext = createContext<Jobs>({ list: [], known: false, reload: () => undefined })

export const useJobs = (): Jobs => useContext(JobsContext)

/** Reads the jobs once and follows their progress. What a person starts opens the panel; watched folders don't. */
export const useJobsReading = (): Jobs => {
  const [list, setList] = useState<readonly JobView[]>([])
  const [known, setKnown] = useState(false)

  const reload = useCallback(() => {
    void settle(foyer()['transfers.list'](undefined)).then((answer) => {
      if (!answer.ok) {
        sayFailure(answer.error)
        return
      }
      setKnown(true)
      setList([...answer.value].sort((a, b) => b.createdAt - a.createdAt))
    })
  }, [])

  useEffect(() => {
    reload()
    return foyerEvents()['transfers.progress']((changed) => setList((jobs) => mergeJobs(jobs, changed)))
  }, [reload])

  return useMemo(() => ({ list, known, reload }), [list, known, reload])
}
