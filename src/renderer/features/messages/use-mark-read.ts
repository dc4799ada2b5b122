import { useEffect, useState } from 'react'
import type { PortalId } from '../../../core/portal.ts'
import type { SpaceId } from '../../../core/space.ts'
import { onKeptUnread } from '../../app/kept-unread.ts'
import { foyer } from '../../lib/foyer.ts'
import { dwellOn } from './dwell.ts'

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
  const [dwell] = useState(() =>
    dwellOn({
      read: (upTo) => void foyer()['spaces.markRead']({ portalId, spaceId, upTo }),
      afterDwell: (run) => {
        const timer = setTimeout(run, dwellMs)
        return () => clearTimeout(timer)
      },
    }),
  )
  useEffect(() => {
    dwell.look({ newestAt, inView: focused && newestVisible, unread: unread > 0 })
  })
  useEffect(() => {
    const stopHearing = onKeptUnread((spaceIds) => {
      if (spaceIds.includes(spaceId)) dwell.keepUnread()
    })
    return () => {
      stopHearing()
      dwell.stop()
    }
  }, [dwell, spaceId])
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
