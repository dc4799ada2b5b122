import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../../../core/failure.ts'
import type { PortalId } from '../../../core/portal.ts'
import type { MailingDraft } from '../../../core/writing/mailing.ts'
import { say, sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { keepWritten } from '../../lib/keep-written.ts'
import { takeChosenForMailing } from '../inbox/inbox-store.ts'
import { begun } from './view.ts'

const pauseMs = 300

const nothing: MailingDraft = { body: '', spaceIds: [], finding: '' }

export type WrittenMailing = {
  /** Undefined until the disk has answered. */
  readonly written: MailingDraft | undefined
  readonly failure: Failure | undefined
  readonly change: (written: MailingDraft) => void
  readonly flush: () => void
  /** Its mailing was started, which has cleared it on disk. */
  readonly gone: () => void
  readonly discard: () => void
}

/** What is being written to many spaces, saved as it is typed (O1.26). */
export const useMailingDraft = (portalId: PortalId): WrittenMailing => {
  const { t } = useTranslation()
  const [written, setWritten] = useState<MailingDraft>()
  const [failure, setFailure] = useState<Failure>()
  const [keeper] = useState(() =>
    keepWritten<MailingDraft>({
      write: ({ body, spaceIds, finding }) => {
        const draft = { body, spaceIds: [...spaceIds], finding }
        void settle(foyer()['mailings.keepDraft']({ portalId, draft })).then((answer) => {
          if (!answer.ok) sayFailure(answer.error)
        })
      },
      afterPause: (run) => {
        const timer = setTimeout(run, pauseMs)
        return () => clearTimeout(timer)
      },
    }),
  )
  const change = (next: MailingDraft): void => {
    setWritten(next)
    keeper.change(next)
  }
  /** Shows another one, and offers the one there was. */
  const replace = (next: MailingDraft, before: MailingDraft, words: string): void => {
    change(next)
    keeper.flush()
    const back = (): void => {
      change(before)
      keeper.flush()
    }
    say(words, { label: t('inboxMore.undo'), run: back })
  }

  useEffect(() => {
    let left = false
    void settle(foyer()['mailings.draft']({ portalId })).then((answer) => {
      if (left) return
      if (!answer.ok) {
        setFailure(answer.error)
        return
      }
      const kept = answer.value
      const next = begun(kept, takeChosenForMailing())
      if (next === kept) setWritten(kept)
      else if (kept.spaceIds.length === 0) change(next)
      else replace(next, kept, t('mailing.otherSpaces'))
    })
    window.addEventListener('blur', keeper.flush)
    window.addEventListener('pagehide', keeper.flush)
    return () => {
      left = true
      window.removeEventListener('blur', keeper.flush)
      window.removeEventListener('pagehide', keeper.flush)
      keeper.flush()
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once per screen, which is one portal's
  }, [portalId, keeper])

  return {
    ...{ written, failure, change },
    flush: keeper.flush,
    gone: () => {
      keeper.forget()
      setWritten(nothing)
    },
    discard: () => {
      if (written !== undefined) replace(nothing, written, t('mailing.discarded'))
    },
  }
}
