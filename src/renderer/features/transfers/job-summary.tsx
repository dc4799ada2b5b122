import { MessageSquareText } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { fillSummary } from '../../../core/transfers/summary.ts'
import type { JobView } from '../../../core/transfers/views.ts'
import { inert } from '../../lib/inert-text.ts'
import { Button } from '../../ui/button.tsx'
import { useJobActions } from './use-job-actions.ts'
import { isEnded } from './view.ts'

/** Where the job's one message stands; where not everything arrived, the person decides. */
export const JobSummary = ({ job }: { readonly job: JobView }) => {
  const { t } = useTranslation()
  const { sendMessage, dropMessage } = useJobActions(job)
  const { summary } = job
  if (summary === null || summary.state === 'dropped') return null
  const asks = summary.state === 'asks' && isEnded(job.state)
  const words = asks
    ? t('transfers.message.asks')
    : summary.state === 'queued'
      ? t('transfers.message.queued')
      : t('transfers.message.waiting')
  // With the number of files as it is now.
  const text = fillSummary(summary.template, { count: job.files.done, folder: summary.folder })
  return (
    <div
      role={asks ? 'group' : undefined}
      aria-label={asks ? t('transfers.message.label') : undefined}
      className={`mt-2 flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-lg px-3 py-2 ${asks ? 'bg-warn-soft' : 'bg-bg'}`}
    >
      <MessageSquareText
        aria-hidden
        className={`size-4 shrink-0 self-start ${asks ? 'mt-0.5 text-warn' : 'mt-0.5 text-faint'}`}
      />
      <div className="min-w-0 flex-1 basis-64 select-text">
        <p className={asks ? 'font-semibold' : 'text-muted'}>{words}</p>
        {summary.state !== 'queued' && (
          <p className="line-clamp-2 break-words text-muted" dir="auto">
            {inert(text)}
          </p>
        )}
      </div>
      {asks && (
        <div className="flex shrink-0 gap-1">
          {job.files.done > 0 && (
            <Button size="small" onClick={sendMessage}>
              {t('transfers.message.send', { count: job.files.done })}
            </Button>
          )}
          <Button size="small" look="quiet" onClick={dropMessage}>
            {t('transfers.message.drop')}
          </Button>
        </div>
      )}
      {summary.state === 'waiting' && (
        <Button size="small" look="quiet" onClick={dropMessage}>
          {t('transfers.message.drop')}
        </Button>
      )}
    </div>
  )
}
