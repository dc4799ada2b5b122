import { CircleAlert, CircleDashed, CircleHelp, Clock } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutgoingView } from '../../../core/outbox/outgoing.ts'
import { usePortal } from '../../app/context.ts'
import { say, sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { failureWords } from '../../lib/failure-words.ts'
import { clockTime, momentTime } from '../../lib/time.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { InertContent } from './inert-content.tsx'
import { OutgoingEdit } from './outgoing-edit.tsx'
import { SendLater } from './send-later.tsx'
import { formatLocale } from '../../lib/locale.ts'
import type { Edits } from './use-edits.ts'

export type ReturnText = (content: string, as: 'message' | 'draft') => void

type OutgoingRowProps = {
  readonly row: OutgoingView
  readonly compact: boolean
  readonly edits: Edits
  /** Gives a text back to the composer: a message that joins what is written there, or the whole new draft. */
  readonly onReturn: ReturnText
  /** Asks the portal what has arrived. */
  readonly onLook: () => void
}

/** A message that is still here: what stands with it, and what one can do. */
export const OutgoingRow = ({ row, compact, edits, onReturn, onLook }: OutgoingRowProps) => {
  const { t } = useTranslation()
  const { id: portalId, me } = usePortal()
  const time = clockTime(row.sendAt ?? row.queuedAt, formatLocale())
  const [choosing, setChoosing] = useState(false)
  const edited = edits.texts.get(row.id)
  const reschedule = async (sendAt: number | null): Promise<void> => {
    setChoosing(false)
    const answer = await settle(foyer()['messages.edit']({ portalId, outboxId: row.id, sendAt }))
    if (!answer.ok && answer.error.code === 'not-found') say(t('messages.gone'))
    else if (!answer.ok) sayFailure(answer.error)
  }
  const undo = async (): Promise<void> => {
    const answer = await settle(foyer()['messages.undo']({ portalId, outboxId: row.id }))
    if (answer.ok) {
      onReturn(answer.value.content, 'draft')
      say(t('messages.undone'))
    } else if (answer.error.code === 'not-found') say(t('messages.gone'))
    else sayFailure(answer.error)
  }
  const resolve = async (action: 'send-again' | 'discard'): Promise<void> => {
    const answer = await settle(foyer()['messages.resolve']({ portalId, outboxId: row.id, action }))
    if (!answer.ok) sayFailure(answer.error)
    else if (action === 'discard') {
      onReturn(answer.value.content, 'message')
      say(t('messages.discarded'))
    }
  }
  return (
    <article
      aria-label={t('messages.named', { author: t('common.you'), time })}
      className={`grid grid-cols-[30px_minmax(0,1fr)] gap-x-2.5 px-5 pb-1 ${compact ? 'pt-0.5' : 'pt-2'}`}
    >
      {compact ? <span /> : <Avatar name={me.name} id={me.id} className="mt-0.5" />}
      <div className="max-w-[72ch] min-w-0">
        {!compact && (
          <p className="flex items-baseline gap-1.5">
            <span className="font-semibold">{t('common.you')}</span>
            <time className="text-xs text-faint tabular-nums">{time}</time>
          </p>
        )}
        {edited !== undefined ? (
          <OutgoingEdit id={row.id} text={edited} edits={edits} />
        ) : (
          <>
            <div className="text-muted">
              <InertContent content={row.content} />
            </div>
            <State
              row={row}
              onUndo={undo}
              onResolve={resolve}
              onLook={onLook}
              onEdit={() => edits.begin(row)}
              onReschedule={reschedule}
              onChooseTime={() => setChoosing(true)}
            />
          </>
        )}
        {choosing && <SendLater onChoose={(at) => void reschedule(at)} onClose={() => setChoosing(false)} />}
      </div>
    </article>
  )
}

type StateProps = {
  readonly row: OutgoingView
  readonly onUndo: () => Promise<void>
  readonly onResolve: (action: 'send-again' | 'discard') => Promise<void>
  readonly onLook: () => void
  readonly onEdit: () => void
  /** Null: now. */
  readonly onReschedule: (sendAt: number | null) => Promise<void>
  readonly onChooseTime: () => void
}

const line =
  'mt-0.5 flex min-h-6 flex-wrap items-center gap-x-2 gap-y-1 text-xs [&>svg]:size-3.5 [&>svg]:shrink-0'

const State = (props: StateProps) => {
  const { row, onUndo, onResolve, onLook, onEdit, onReschedule, onChooseTime } = props
  const { t } = useTranslation()
  const problem = row.problem === null ? null : failureWords(row.problem, t)
  switch (row.state) {
    case 'queued':
      if (row.sendAt !== null) {
        return (
          <div className={`${line} text-muted`}>
            <Clock aria-hidden />
            <span>{t('outgoing.scheduled', { time: momentTime(row.sendAt, formatLocale()) })}</span>
            <Button size="small" onClick={() => void onReschedule(null)}>
              {t('outgoing.sendNow')}
            </Button>
            <Button size="small" look="quiet" onClick={onChooseTime}>
              {t('outgoing.anotherTime')}
            </Button>
            <Button size="small" look="quiet" onClick={onEdit}>
              {t('outgoing.edit')}
            </Button>
            <Button size="small" look="quiet" onClick={() => void onUndo()}>
              {t('messages.undo')}
            </Button>
          </div>
        )
      }
      return (
        <div className={`${line} text-warn`}>
          <CircleDashed aria-hidden />
          <span>
            {problem === null ? t('messages.queued') : t('messages.queuedBecause', { reason: problem.title })}
          </span>
          <Button size="small" onClick={() => void onUndo()}>
            {t('messages.undo')}
          </Button>
          {row.editable && (
            <Button size="small" look="quiet" onClick={onEdit}>
              {t('outgoing.edit')}
            </Button>
          )}
          {row.undoUntil !== null && <Countdown until={row.undoUntil} />}
        </div>
      )
    case 'sending':
      return (
        <div className={`${line} text-faint`}>
          <CircleDashed aria-hidden />
          {t('messages.sending')}
        </div>
      )
    case 'unsure':
      return !row.asks ? (
        <div className={`${line} text-faint`}>
          <CircleDashed aria-hidden />
          {t('messages.checking')}
        </div>
      ) : (
        <div>
          <div className={`${line} text-warn`}>
            <CircleHelp aria-hidden />
            <span className="font-semibold">{t('messages.unsure')}</span>
            <Button size="small" onClick={onLook}>
              {t('messages.look')}
            </Button>
            <Button size="small" onClick={() => void onResolve('send-again')}>
              {t('messages.again')}
            </Button>
            <Button size="small" look="quiet" onClick={() => void onResolve('discard')}>
              {t('messages.discard')}
            </Button>
          </div>
          <p className="mt-0.5 text-xs text-muted">{t('messages.unsureText')}</p>
        </div>
      )
    case 'refused':
      return (
        <div>
          <div className={`${line} text-bad`}>
            <CircleAlert aria-hidden />
            <span className="font-semibold">
              {row.problem?.code === 'other-author' ? t('outgoing.otherAuthor') : t('messages.refused')}
            </span>
            <Button size="small" onClick={() => void onResolve('send-again')}>
              {t('messages.again')}
            </Button>
            <Button size="small" look="quiet" onClick={onEdit}>
              {t('outgoing.edit')}
            </Button>
            <Button size="small" look="quiet" onClick={() => void onResolve('discard')}>
              {t('messages.discard')}
            </Button>
          </div>
          {problem !== null && (
            <p className="mt-0.5 text-xs text-muted">
              {problem.title}. {problem.next} {problem.detail}
            </p>
          )}
        </div>
      )
  }
}

/** How long the message is still held back; gone when that time is over. */
const Countdown = ({ until }: { readonly until: number }) => {
  const { t } = useTranslation()
  const [left, setLeft] = useState(() => Math.ceil((until - Date.now()) / 1000))
  useEffect(() => {
    const tick = (): void => setLeft(Math.ceil((until - Date.now()) / 1000))
    tick()
    const timer = setInterval(tick, 250)
    return () => clearInterval(timer)
  }, [until])
  return left <= 0 ? null : (
    <span aria-hidden className="text-faint tabular-nums">
      {t('messages.secondsLeft', { count: left })}
    </span>
  )
}
