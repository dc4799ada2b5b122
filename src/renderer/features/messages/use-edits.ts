import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutboxId, OutgoingView } from '../../../core/outbox/outgoing.ts'
import type { PortalId } from '../../../core/portal.ts'
import type { SpaceId } from '../../../core/space.ts'
import { say, sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { type EditKeeper, keepEdits } from './edit-keeper.ts'
import type { Draft } from './use-draft.ts'

const pauseMs = 300
const renewMs = 60_000

export type Edits = Pick<EditKeeper, 'change' | 'cancel'> & {
  /** What the messages are being changed to, by their ids. */
  readonly texts: ReadonlyMap<OutboxId, string>
  readonly begin: (row: OutgoingView) => void
  readonly save: (id: OutboxId) => void
  /** True once: the person has just asked to change this one, so that its field takes the focus. */
  readonly takesFocus: (id: OutboxId) => boolean
}

/** The messages of a space that are being changed (O1.17, O1.25). They live above the list, which scrolls. */
export const useEdits = (
  portalId: PortalId,
  spaceId: SpaceId,
  outgoing: readonly OutgoingView[] | undefined,
  draft: Draft,
): Edits => {
  const { t } = useTranslation()
  const [texts, setTexts] = useState<ReadonlyMap<OutboxId, string>>(new Map())
  const begun = useRef<OutboxId | null>(null)
  const gone = useRef<(text: string | null) => void>(() => undefined)
  useEffect(() => {
    gone.current = (text) => {
      say(t(text === null ? 'outgoing.tooLate' : 'outgoing.tooLateKept'))
      if (text === null) return
      draft.giveBack(text)
      draft.flush()
    }
  })
  const [keeper] = useState(() =>
    keepEdits({
      write: async (outboxId, content) => {
        const call = { portalId, outboxId, spaceId, content }
        const answer = await settle(foyer()['messages.keepEdit'](call))
        if (answer.ok || answer.error.code === 'locked') return true
        if (answer.error.code === 'not-found') return false
        sayFailure(answer.error)
        return true
      },
      hold: async (outboxId, held) => {
        const answer = await settle(foyer()['messages.hold']({ portalId, outboxId, held }))
        return answer.ok || answer.error.code !== 'not-found'
      },
      show: setTexts,
      afterPause: (run) => {
        const timer = setTimeout(run, pauseMs)
        return () => clearTimeout(timer)
      },
      gone: (text) => gone.current(text),
    }),
  )

  useEffect(() => {
    if (outgoing !== undefined) keeper.rows(outgoing)
  }, [keeper, outgoing])
  useEffect(() => {
    const timer = setInterval(keeper.renew, renewMs)
    window.addEventListener('blur', keeper.flush)
    window.addEventListener('pagehide', keeper.flush)
    return () => {
      clearInterval(timer)
      window.removeEventListener('blur', keeper.flush)
      window.removeEventListener('pagehide', keeper.flush)
      keeper.leave()
    }
  }, [keeper])

  return {
    texts,
    change: keeper.change,
    cancel: keeper.cancel,
    begin: (row) => {
      begun.current = row.id
      keeper.begin(row)
    },
    save: (id) =>
      void keeper.save(id, async (content) => {
        const answer = await settle(foyer()['messages.edit']({ portalId, outboxId: id, content }))
        if (answer.ok) return 'done'
        if (answer.error.code === 'not-found') return 'late'
        sayFailure(answer.error)
        return 'kept'
      }),
    takesFocus: (id) => {
      if (begun.current !== id) return false
      begun.current = null
      return true
    },
  }
}
