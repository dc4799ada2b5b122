import { useEffect, useState } from 'react'
import type { PortalId } from '../../../core/portal.ts'
import type { SpaceId } from '../../../core/space.ts'
import { foyer } from '../../lib/foyer.ts'

const dwellMs = 1500

/**
 * Counts a space as read only after its newest message was in view for a moment in a window with the focus
 * (features 8): being in front is not being read.
 */
export const useMarkRead = (
  portalId: PortalId,
  spaceId: SpaceId,
  newestAt: number | null,
  newestVisible: boolean,
  unread: number,
): void => {
  const focused = useFocused()
  const due = focused && newestVisible && unread > 0
  useEffect(() => {
    if (!due || newestAt === null) return
    const timer = setTimeout(() => {
      void foyer()['spaces.markRead']({ portalId, spaceId, upTo: newestAt })
    }, dwellMs)
    return () => clearTimeout(timer)
  }, [due, newestAt, portalId, spaceId])
}

const useFocused = (): boolean => {
  const [focused, setFocused] = useState(() => document.hasFocus())
  useEffect(() => {
    const check = (): void => setFocused(document.hasFocus())
    window.addEventListener('focus', check)
    window.addEventListener('blur', check)
    document.addEventListener('visibilitychange', check)
    return () => {
      window.removeEventListener('focus', check)
      window.removeEventListener('blur', check)
      document.removeEventListener('visibilitychange', check)
    }
  }, [])
  return focused
}
