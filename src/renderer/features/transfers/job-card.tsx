import {
  ArrowDownToLine,
  ArrowUpFromLine,
  ChevronDown,
  ExternalLink,
  FolderSearch,
  Pause,
  Play,
  RotateCw,
  X,
} from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JobView } from '../../../core/transfers/views.ts'
import { classes } from '../../lib/class-names.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Progress } from '../../ui/progress.tsx'
import { CancelTransfer } from './cancel-transfer.tsx'
import { JobFailures } from './job-failures.tsx'
import { JobFiles } from './job-files.tsx'
import { JobSummary } from './job-summary.tsx'
import { ReceiptsButton } from './receipts-button.tsx'
import { useJobActions } from './use-job-actions.ts'
import { isEnded, isOpenable, jobPercent } from './view.ts'
import { jobFigures, jobStanding, jobTitle } from './words.ts'
import { formatLocale } from '../../lib/locale.ts'

const tones = {
  running: 'accent',
  paused: 'quiet',
  waiting: 'warn',
  done: 'good',
  failed: 'bad',
  cancelled: 'quiet',
} as const

const standingTones = {
  running: 'text-muted',
  paused: 'text-muted',
  waiting: 'text-warn',
  done: 'text-good',
  failed: 'text-bad',
  cancelled: 'text-muted',
} as const

export const JobCard = ({ job }: { readonly job: JobView }) => {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const id = useId()
  const figures = jobFigures(job, t, formatLocale())
  const title = jobTitle(job)
  const space = inertLine(job.spaceName)
  const Icon = job.direction === 'upload' ? ArrowUpFromLine : ArrowDownToLine
  return (
    <li className="px-4 py-3">
      <div className="flex items-start gap-3">
        <span
          aria-hidden
          className={classes(
            'mt-0.5 grid size-8 shrink-0 place-items-center rounded-lg [&_svg]:size-4',
            job.state === 'failed' ? 'bg-bad-soft text-bad' : 'bg-chip text-muted',
          )}
        >
          <Icon />
        </span>
        <div className="min-w-0 flex-1">
          <div className="flex min-h-7 items-center gap-2">
            <p className="min-w-0 flex-1 truncate">
              <span className="font-semibold">{title}</span>{' '}
              <span className="text-muted">
                {job.direction === 'upload' ? t('transfers.to', { space }) : t('transfers.from', { space })}
              </span>
            </p>
            <JobButtons job={job} />
          </div>
          <Progress
            label={
              job.direction === 'upload'
                ? t('transfers.named', { title, space })
                : t('transfers.namedDown', { title, space })
            }
            value={jobPercent(job)}
            text={figures.join(' · ')}
            tone={tones[job.state]}
            className="my-1.5"
          />
          <div className="flex items-center gap-2 text-xs text-muted tabular-nums">
            <p className="min-w-0 flex-1 truncate">
              {job.state !== 'running' && (
                <span className={classes('font-medium', standingTones[job.state])}>
                  {jobStanding(job, t)} ·{' '}
                </span>
              )}
              {figures.join(' · ')}
            </p>
            <ReceiptsButton job={job} />
            <button
              type="button"
              aria-expanded={open}
              aria-controls={id}
              onClick={() => setOpen(!open)}
              className="-my-1 flex h-6 shrink-0 items-center gap-1 rounded-md px-1.5 hover:bg-hover hover:text-text"
            >
              {open ? t('transfers.hideFiles') : t('transfers.showFiles')}
              <ChevronDown
                aria-hidden
                className={`size-3.5 transition-transform ${open ? 'rotate-180' : ''}`}
              />
            </button>
          </div>
          <JobFailures job={job} />
          <JobSummary job={job} />
          <div id={id}>{open && <JobFiles job={job} />}</div>
        </div>
      </div>
    </li>
  )
}

/** The same buttons for a card and for the folded bar. */
export const JobButtons = ({ job }: { readonly job: JobView }) => {
  const { t } = useTranslation()
  const { pause, resume, cancel, retryFailed, dismiss, reveal, open } = useJobActions(job)
  const [asking, setAsking] = useState(false)
  const ended = isEnded(job.state)
  return (
    <div className="flex shrink-0 items-center gap-1">
      {ended && job.files.failed > 0 && job.state !== 'cancelled' && (
        <Button size="small" icon={<RotateCw aria-hidden />} onClick={retryFailed}>
          {t('transfers.retry')}
        </Button>
      )}
      {isOpenable(job) && (
        <Button size="small" icon={<ExternalLink aria-hidden />} onClick={open}>
          {t('transfers.open')}
        </Button>
      )}
      {job.direction === 'download' && job.state === 'done' && (
        <Button size="small" icon={<FolderSearch aria-hidden />} onClick={reveal}>
          {t('transfers.reveal')}
        </Button>
      )}
      {(job.state === 'running' || job.state === 'waiting') && (
        <Button size="small" icon={<Pause aria-hidden />} onClick={pause}>
          {t('transfers.pause')}
        </Button>
      )}
      {job.state === 'paused' && (
        <Button size="small" icon={<Play aria-hidden />} onClick={resume}>
          {t('transfers.resume')}
        </Button>
      )}
      {!ended && (
        <Button size="small" look="quiet" onClick={() => setAsking(true)}>
          {t('transfers.cancel')}
        </Button>
      )}
      {ended && (
        <IconButton label={t('common.dismiss')} className="size-6!" onClick={dismiss}>
          <X aria-hidden />
        </IconButton>
      )}
      {asking && (
        <CancelTransfer
          job={job}
          onClose={() => setAsking(false)}
          onCancel={() => {
            setAsking(false)
            cancel()
          }}
        />
      )}
    </div>
  )
}
