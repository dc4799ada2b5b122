import { useTranslation } from 'react-i18next'
import type { JobView } from '../../../core/transfers/views.ts'
import { formatLocale } from '../../lib/locale.ts'
import { bytes, wholeNumber } from '../../lib/quantities.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'

type CancelTransferProps = {
  /** What is cancelled, as it is called in the list. */
  readonly title: string
  /** One job, or those of one fan-out that have not ended. */
  readonly jobs: readonly JobView[]
  readonly onClose: () => void
  readonly onCancel: () => void
}

/** Cancelling can't be undone, so it is asked once, and says what stays. */
export const CancelTransfer = ({ title, jobs, onClose, onCancel }: CancelTransferProps) => {
  const { t } = useTranslation()
  const sum = (of: (job: JobView) => number): number => jobs.reduce((all, job) => all + of(job), 0)
  const done = sum(({ files }) => files.done)
  const total = sum(({ files }) => files.total)
  const left = sum(({ files }) => Math.max(0, files.total - files.done - files.skipped - files.cancelled))
  const number = (count: number): string => wholeNumber(count, formatLocale())
  const text = {
    done: number(done),
    total: number(total),
    left: number(left),
    amount: bytes(
      sum((job) => job.bytes.done),
      formatLocale(),
    ),
  }
  return (
    <Dialog label={t('transfers.cancelTitle')} width="narrow" onClose={onClose}>
      <div className="p-5">
        <h2 className="text-[15px] title-tight">{t('transfers.cancelTitle')}</h2>
        <p className="mt-1 font-medium">{title}</p>
        <p className="mt-1 text-muted">
          {done === 0
            ? t('transfers.cancelTextNone')
            : t(
                jobs.every(({ direction }) => direction === 'upload')
                  ? 'transfers.cancelText'
                  : 'transfers.cancelTextDown',
                text,
              )}
        </p>
        <div className="mt-5 flex justify-end gap-2">
          <Button onClick={onClose}>{t('transfers.cancelNo')}</Button>
          <Button look="danger" onClick={onCancel}>
            {t('transfers.cancelYes')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
