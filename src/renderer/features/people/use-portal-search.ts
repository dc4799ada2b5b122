import { useEffect, useState } from 'react'
import type { PortalId } from '../../../core/portal.ts'
import { foyer, settle } from '../../lib/foyer.ts'

export type PortalSearch =
  { readonly kind: 'idle' | 'asking' | 'offline' } | { readonly kind: 'found'; readonly count: number }

/** After the last key, ms. */
const pauseMs = 400

/** P1.23: asks the portal too; whom it finds comes by way of the archive. */
export const usePortalSearch = (portalId: PortalId, query: string): PortalSearch => {
  const words = query.trim()
  const [answered, setAnswered] = useState<{ readonly words: string; readonly search: PortalSearch } | null>(
    null,
  )
  useEffect(() => {
    if (words.length < 2) return
    let over = false
    const timer = setTimeout(() => {
      setAnswered({ words, search: { kind: 'asking' } })
      void settle(foyer()['people.find']({ portalId, query: words })).then((answer) => {
        if (over) return
        const search: PortalSearch = answer.ok
          ? { kind: 'found', count: answer.value.found }
          : { kind: 'offline' }
        setAnswered({ words, search })
      })
    }, pauseMs)
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [portalId, words])
  return words.length >= 2 && answered?.words === words ? answered.search : { kind: 'idle' }
}
