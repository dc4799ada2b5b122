import { useCallback, useEffect, useState } from 'react'
import type { Failure } from '../../../core/failure.ts'
import type { WatchView } from '../../../core/transfers/watch-views.ts'
import { foyer, foyerEvents, settle } from '../../lib/foyer.ts'

export type Watches = {
  /** Undefined until it was read. */
  readonly list: readonly WatchView[] | undefined
  readonly failure: Failure | null
  readonly reload: () => void
}

/** The watched folders of every portal, read again whenever one of them went on. */
export const useWatches = (): Watches => {
  const [held, setHeld] = useState<Omit<Watches, 'reload'>>({ list: undefined, failure: null })
  const reload = useCallback(() => {
    void settle(foyer()['watch.list'](undefined)).then((answer) =>
      setHeld((before) =>
        answer.ok ? { list: answer.value, failure: null } : { ...before, failure: answer.error },
      ),
    )
  }, [])
  useEffect(() => {
    reload()
    return foyerEvents().changed(({ topics }) => {
      if (topics.includes('watch')) reload()
    })
  }, [reload])
  return { ...held, reload }
}
