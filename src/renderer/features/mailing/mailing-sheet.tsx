import { ArrowLeft, Check, CircleAlert, CircleDashed, CircleSlash, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MailingRow, MailingView } from '../../../core/writing/mailing.ts'
import { usePortal } from '../../app/context.ts'
import { jumpToMessage, openSpace } from '../../app/place.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { failureWords } from '../../lib/failure-words.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inert, inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { percent } from '../../lib/quantities.ts'
import { momentTime } from '../../lib/time.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Button } from '../../ui/button.tsx'
import { FailureState } from '../../ui/failure-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Progress } from '../../ui/progress.tsx'

type MailingSheetProps = {
  readonly mailingId: MailingView['id']
  readonly onBack: () => void
  /** It has begun for the first time: what was written is in the outbox. */
  readonly onStarted: () => void
}

/** A mailing space by space: the dry run before it is sent, its way, and its receipts afterwards. */
export const MailingSheet = ({ mailingId, onBack, onStarted }: MailingSheetProps) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const [busy, setBusy] = useState(false)
  const read = useQuery(`mailing ${mailingId}`, () => foyer()['mailings.get']({ portalId, mailingId }), {
    portalId,
    topics: ['mailings', 'outbox'],
  })
  const mailing = read.value
  if (mailing === undefined) {
    return read.failure === undefined ? null : <FailureState failure={read.failure} onRetry={read.reload} />
  }
  const { counts, state } = mailing
  const sendable = mailing.rows.length - counts['left-out']
  const run = async (what: 'start' | 'stop'): Promise<void> => {
    setBusy(true)
    const call = what === 'start' ? foyer()['mailings.start'] : foyer()['mailings.stop']
    const answer = await settle(call({ portalId, mailingId }))
    setBusy(false)
    if (!answer.ok) sayFailure(answer.error)
    else if (what === 'start' && state === 'draft') onStarted()
    read.reload()
  }
  const clients = mailing.rows.reduce((sum, row) => sum + (row.state === 'left-out' ? 0 : row.clients), 0)
  return (
    <section aria-label={t('mailing.one')} className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <Button look="quiet" icon={<ArrowLeft aria-hidden />} onClick={onBack}>
          {state === 'draft' ? t('mailing.change') : t('common.back')}
        </Button>
        <p role="status" className="mr-auto min-w-0 font-medium">
          {state === 'draft'
            ? t('mailing.willGo', { count: sendable, clients })
            : t('mailing.arrived', { count: counts.arrived, total: sendable })}
        </p>
        {state === 'running' && (
          <Button disabled={busy} onClick={() => void run('stop')}>
            {t('mailing.stop')}
          </Button>
        )}
        {(state === 'draft' || state === 'stopped') && (
          <Button look="primary" disabled={busy || counts.waiting === 0} onClick={() => void run('start')}>
            {state === 'draft'
              ? t('mailing.send', { count: counts.waiting })
              : t('mailing.resume', { count: counts.waiting })}
          </Button>
        )}
      </div>
      {state !== 'draft' && (
        <Progress
          label={t('mailing.one')}
          value={percent(counts.arrived, sendable)}
          text={t('mailing.arrived', { count: counts.arrived, total: sendable })}
        />
      )}
      {state === 'draft' && counts['left-out'] > 0 && (
        <Notice tone="warn">{t('mailing.leftOut', { count: counts['left-out'] })}</Notice>
      )}
      {state === 'stopped' && <Notice tone="info">{t('mailing.stopped', { count: counts.waiting })}</Notice>}
      <ul aria-label={t('mailing.spaces')} className="flex flex-col gap-2">
        {mailing.rows.map((row) => (
          <Row key={row.spaceId} row={row} sent={state !== 'draft'} />
        ))}
      </ul>
    </section>
  )
}

const icons = {
  'left-out': <CircleSlash aria-hidden className="text-warn" />,
  waiting: <CircleDashed aria-hidden className="text-faint" />,
  queued: <CircleDashed aria-hidden className="text-accent-text" />,
  arrived: <Check aria-hidden className="text-good" />,
  refused: <CircleAlert aria-hidden className="text-bad" />,
  dropped: <Undo2 aria-hidden className="text-faint" />,
} as const

const Row = ({ row, sent }: { readonly row: MailingRow; readonly sent: boolean }) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const name = inertLine(row.space)
  const look = (): void => {
    if (row.messageId === null) openSpace(row.spaceId, 'messages')
    else jumpToMessage(portalId, row.spaceId, row.messageId)
  }
  return (
    <li className="rounded-[10px] border border-line px-4 py-2.5">
      <div className="flex items-center gap-2 [&>svg]:size-4 [&>svg]:shrink-0">
        {(sent || row.state === 'left-out') && icons[row.state]}
        <button
          type="button"
          onClick={look}
          className="min-w-0 truncate rounded font-semibold hover:underline hover:underline-offset-2"
        >
          {name}
        </button>
        <span className="ml-auto shrink-0 text-xs text-muted tabular-nums">
          {row.state === 'arrived' && row.arrivedAt !== null
            ? t('mailing.arrivedAt', { time: momentTime(row.arrivedAt, formatLocale()) })
            : sent || row.state === 'left-out'
              ? t(`mailing.states.${row.state}`)
              : t('mailing.readers', { count: row.readers, clients: row.clients })}
        </span>
      </div>
      <p
        dir="auto"
        className="mt-1 line-clamp-4 max-w-[72ch] whitespace-pre-wrap text-muted select-text [overflow-wrap:anywhere]"
      >
        {inert(row.content)}
      </p>
      {row.unfilled.length > 0 && (
        <p className="mt-1 text-xs font-medium text-warn">
          {t('templates.unfilled', { count: row.unfilled.length, fields: row.unfilled.join(' ') })}
        </p>
      )}
      {row.problem !== null && <p className="mt-1 text-xs text-bad">{failureWords(row.problem, t).title}</p>}
    </li>
  )
}
