import { createContext, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import type { JobView } from '../../../core/transfers/views.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { foyer, foyerEvents, settle } from '../../lib/foyer.ts'
import { createJobsReading } from './jobs-reading.ts'

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
  const [{ list, known }, setJobs] = useState<Pick<Jobs, 'list' | 'known'>>({ list: [], known: false })
  const [reading] = useState(() =>
    createJobsReading({
      read: () => settle(foyer()['transfers.list'](undefined)),
      onList: (jobs, wasRead) => setJobs({ list: jobs, known: wasRead }),
      onFailure: sayFailure,
    }),
  )
  const reload = useCallback(() => void reading.reload(), [reading])

  useEffect(() => {
    const stop = foyerEvents()['transfers.progress']((changed) => reading.changed(changed))
    reload()
    return stop
  }, [reading, reload])

  return useMemo(() => ({ list, known, reload }), [list, known, reload])
}
