import { ExternalLink, FolderSearch, Pause, Play, RotateCw, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JobView } from '../../../core/transfers/views.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { CancelTransfer } from './cancel-transfer.tsx'
import { useJobActions } from './use-job-actions.ts'
import { jobTitle } from './words.ts'
import { isEnded, isMoving, isOpenable } from './view.ts'

/** The same buttons wherever a job is shown. */
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
      {job.direction === 'download' && job.files.done > 0 && (
        <Button size="small" icon={<FolderSearch aria-hidden />} onClick={reveal}>
          {t('transfers.reveal')}
        </Button>
      )}
      {isMoving(job) && (
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
          title={jobTitle(job)}
          jobs={[job]}
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
