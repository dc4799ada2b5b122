import { Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { MailingSummary } from '../../../core/writing/mailing.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { momentTime } from '../../lib/time.ts'
import { IconButton } from '../../ui/button.tsx'

type MailingListProps = {
  readonly mailings: readonly MailingSummary[]
  readonly onOpen: (id: MailingSummary['id']) => void
  readonly onRemove: (id: MailingSummary['id']) => void
}

/** What was sent to many spaces before, with its receipts. */
export const MailingList = ({ mailings, onOpen, onRemove }: MailingListProps) => {
  const { t } = useTranslation()
  if (mailings.length === 0) return null
  return (
    <section>
      <h2 className="mb-2 text-md title-tight">{t('mailing.before')}</h2>
      <ul aria-label={t('mailing.before')} className="flex flex-col">
        {mailings.map((mailing) => (
          <li key={mailing.id} className="flex items-center rounded-lg hover:bg-hover">
            <button
              type="button"
              onClick={() => onOpen(mailing.id)}
              className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)_auto] gap-x-3 rounded-lg px-3 py-2 text-left"
            >
              <span className="truncate font-medium">{inertLine(mailing.body)}</span>
              <span className="text-xs leading-5 text-muted tabular-nums">
                {momentTime(mailing.createdAt, formatLocale())}
              </span>
              <span className="col-span-2 text-xs text-muted">
                {t(`mailing.standing.${mailing.state}`)} ·{' '}
                {t('mailing.arrived', { count: mailing.counts.arrived, total: totalOf(mailing) })}
              </span>
            </button>
            <IconButton
              label={t('mailing.remove')}
              disabled={mailing.state === 'running'}
              onClick={() => onRemove(mailing.id)}
              className="mr-1"
            >
              <Trash2 aria-hidden className="size-3.5!" />
            </IconButton>
          </li>
        ))}
      </ul>
    </section>
  )
}

const totalOf = ({ counts }: MailingSummary): number =>
  counts.waiting + counts.queued + counts.arrived + counts.refused + counts.dropped
