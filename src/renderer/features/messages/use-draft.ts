import { useEffect, useState } from 'react'
import type { PortalId } from '../../../core/portal.ts'
import type { SpaceId } from '../../../core/space.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { type DraftKeeper, keepDraft } from './draft-keeper.ts'
import { hearSpent } from './spend-draft.ts'

const pauseMs = 300

export type Draft = Omit<DraftKeeper, 'opened'> & { readonly text: string }

/** What is being written to a space, saved as it is typed (features 20). */
export const useDraft = (portalId: PortalId, spaceId: SpaceId): Draft => {
  const [text, setText] = useState('')
  const [keeper] = useState(() =>
    keepDraft({
      write: (content) => {
        void settle(foyer()['drafts.save']({ portalId, spaceId, content })).then((answer) => {
          if (!answer.ok) sayFailure(answer.error)
        })
      },
      show: setText,
      afterPause: (run) => {
        const timer = setTimeout(run, pauseMs)
        return () => clearTimeout(timer)
      },
    }),
  )

  useEffect(() => {
    void settle(foyer()['drafts.get']({ portalId, spaceId })).then((answer) =>
      keeper.opened(answer.ok ? answer.value.content : null),
    )
    window.addEventListener('blur', keeper.flush)
    window.addEventListener('pagehide', keeper.flush)
    const stopHearing = hearSpent(portalId, spaceId, keeper.spend)
    return () => {
      stopHearing()
      window.removeEventListener('blur', keeper.flush)
      window.removeEventListener('pagehide', keeper.flush)
      keeper.flush()
    }
  }, [portalId, spaceId, keeper])

  return { text, ...keeper }
}
