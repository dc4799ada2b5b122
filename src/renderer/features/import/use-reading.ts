import { useEffect, useRef, useState } from 'react'
import type { Failure } from '../../../core/failure.ts'
import type { ImportView, ReadingId, ReadingProgress } from '../../../core/people/import-views.ts'
import type { Result } from '../../../core/result.ts'
import { foyer, foyerEvents, settle } from '../../lib/foyer.ts'

export type Reading = {
  readonly busy: boolean
  readonly progress: ReadingProgress | null
  readonly failure: Failure | null
  /** Reads a source and plans its import; null when it failed or was stopped. */
  readonly plan: (ask: (id: ReadingId) => Promise<Result<ImportView>>) => Promise<ImportView | null>
  readonly stop: () => void
}

/** A reading that is under way: one at a time, stopped when the screen is left. */
export const useReading = (): Reading => {
  const [state, setState] = useState<Pick<Reading, 'busy' | 'progress' | 'failure'>>({
    ...{ busy: false, progress: null, failure: null },
  })
  const current = useRef<ReadingId | null>(null)
  const stop = (): void => {
    if (current.current !== null) void foyer()['imports.stopReading']({ readingId: current.current })
  }
  useEffect(
    () =>
      foyerEvents()['imports.reading'](({ readingId, ...progress }) => {
        if (current.current === readingId) setState((before) => ({ ...before, progress }))
      }),
    [],
  )
  useEffect(() => stop, [])
  return {
    ...state,
    stop,
    plan: async (ask) => {
      stop()
      // The bridge's schema brands it; nobody else makes ids of readings.
      const id = crypto.randomUUID() as string as ReadingId
      current.current = id
      setState({ busy: true, progress: null, failure: null })
      const answer = await settle(ask(id))
      if (current.current !== id) return null
      current.current = null
      const failure = answer.ok || answer.error.code === 'cancelled' ? null : answer.error
      setState({ busy: false, progress: null, failure })
      return answer.ok ? answer.value : null
    },
  }
}
