import { useTranslation } from 'react-i18next'
import type { JobView } from '../../../core/transfers/views.ts'
import { formatLocale } from '../../lib/locale.ts'
import { bytes, wholeNumber } from '../../lib/quantities.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { jobTitle } from './words.ts'

type CancelTransferProps = {
  readonly job: JobView
  readonly onClose: () => void
  readonly onCancel: () => void
}

/** Cancelling can't be undone, so it is asked once, and says what stays. */
export const CancelTransfer = ({ job, onClose, onCancel }: CancelTransferProps) => {
  const { t } = useTranslation()
  const { total, done, skipped, cancelled } = job.files
  const number = (count: number): string => wholeNumber(count, formatLocale())
  const text = {
    done: number(done),
    total: number(total),
    left: number(Math.max(0, total - done - skipped - cancelled)),
    amount: bytes(job.bytes.done, formatLocale()),
  }
  return (
    <Dialog label={t('transfers.cancelTitle')} width="narrow" onClose={onClose}>
      <div className="p-5">
        <h2 className="text-[15px] title-tight">{t('transfers.cancelTitle')}</h2>
        <p className="mt-1 font-medium">{jobTitle(job)}</p>
        <p className="mt-1 text-muted">
          {done === 0
            ? t('transfers.cancelTextNone')
            : t(job.direction === 'upload' ? 'transfers.cancelText' : 'transfers.cancelTextDown', text)}
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
