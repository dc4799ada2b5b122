import { ChevronDown, RotateCw, TriangleAlert } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isRetryable } from '../../../core/transfers/failure-groups.ts'
import type { JobView } from '../../../core/transfers/views.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { Button } from '../../ui/button.tsx'
import { FailedFiles } from './failed-files.tsx'
import { useJobActions } from './use-job-actions.ts'
import { isEnded } from './view.ts'

/** What failed, grouped by reason in words: how many, what to do next, every path, and a retry of just these. */
export const JobFailures = ({ job }: { readonly job: JobView }) => {
  const { t } = useTranslation()
  const problems = [...job.problems].sort((a, b) => b.count - a.count)
  if (problems.length === 0) return null
  return (
    <ul
      aria-label={t('transfers.failures.label')}
      className="mt-2 divide-y divide-line overflow-hidden rounded-lg bg-bad-soft"
    >
      {problems.map((problem) => (
        <FailureGroup key={problem.reason} job={job} problem={problem} />
      ))}
    </ul>
  )
}

type FailureGroupProps = { readonly job: JobView; readonly problem: JobView['problems'][number] }

const FailureGroup = ({ job, problem: { reason, count, example } }: FailureGroupProps) => {
  const { t } = useTranslation()
  const { retryReason } = useJobActions(job)
  const [open, setOpen] = useState(false)
  const id = useId()
  const title = t(`failures.${reason}.title`)
  const canRetry = isRetryable(reason) && isEnded(job.state) && job.state !== 'cancelled'
  return (
    <li className="flex gap-2 px-3 py-2">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <div className="min-w-0 flex-1 basis-64 select-text">
            <p>
              <span className="font-semibold">{t('transfers.failures.group', { count, title })}</span>
              {count === 1 && <span className="break-words text-muted"> · {inertLine(example)}</span>}
            </p>
            <p className="text-muted">{t(`failures.${reason}.next`)}</p>
          </div>
          <div className="flex shrink-0 items-center gap-1">
            <button
              type="button"
              aria-expanded={open}
              aria-controls={id}
              aria-label={`${open ? t('transfers.failures.hide') : t('transfers.failures.show')}: ${title}`}
              onClick={() => setOpen(!open)}
              className="flex h-6 items-center gap-1 rounded-md px-1.5 text-xs text-muted hover:bg-hover hover:text-text"
            >
              {open ? t('transfers.failures.hide') : t('transfers.failures.show')}
              <ChevronDown
                aria-hidden
                className={`size-3.5 transition-transform ${open ? 'rotate-180' : ''}`}
              />
            </button>
            {canRetry && (
              <Button size="small" icon={<RotateCw aria-hidden />} onClick={() => retryReason(reason)}>
                {t('transfers.failures.retry')}
              </Button>
            )}
          </div>
        </div>
        <div id={id}>{open && <FailedFiles job={job} reason={reason} count={count} label={title} />}</div>
      </div>
    </li>
  )
}
