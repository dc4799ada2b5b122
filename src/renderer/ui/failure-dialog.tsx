import { useTranslation } from 'react-i18next'
import type { Failure } from '../../core/failure.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { FailureState } from './failure-state.tsx'

type FailureDialogProps = {
  /** Of the dialog that was to be opened. */
  readonly label: string
  readonly failure: Failure
  readonly onRetry: () => void
  readonly onClose: () => void
}

/** Opens in place of a dialog whose contents could not be read: a button that does nothing says nothing. */
export const FailureDialog = ({ label, failure, onRetry, onClose }: FailureDialogProps) => {
  const { t } = useTranslation()
  return (
    <Dialog label={label} begin="dialog" onClose={onClose}>
      <h2 className="shrink-0 px-6 pt-5 text-[15px] title-tight">{label}</h2>
      <FailureState failure={failure} onRetry={onRetry} />
      <footer className="flex shrink-0 justify-end border-t border-line px-6 py-3">
        <Button onClick={onClose}>{t('common.close')}</Button>
      </footer>
    </Dialog>
  )
}
