import { useTranslation } from 'react-i18next'
import type { JobView } from '../../../core/transfers/views.ts'
import { wholeNumber } from '../../lib/quantities.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { jobTitle } from './words.ts'
import { formatLocale } from '../../lib/locale.ts'

type CancelTransferProps = {
  readonly job: JobView
  readonly onClose: () => void
  readonly onCancel: () => void
}

/** Cancelling can't be undone, so it is asked once. */
export const CancelTransfer = ({ job, onClose, onCancel }: CancelTransferProps) => {
  const { t } = useTranslation()
  const { total, done, skipped } = job.files
  return (
    <Dialog label={t('transfers.cancelTitle')} width="narrow" onClose={onClose}>
      <div className="p-5">
        <h2 className="text-[15px] title-tight">{t('transfers.cancelTitle')}</h2>
        <p className="mt-1 font-medium">{jobTitle(job)}</p>
        <p className="text-muted">
          {t('transfers.cancelText', {
            left: wholeNumber(Math.max(0, total - done - skipped), formatLocale()),
            total: wholeNumber(total, formatLocale()),
          })}
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
