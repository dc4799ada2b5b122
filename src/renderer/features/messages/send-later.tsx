import { useTranslation } from 'react-i18next'
import { Dialog } from '../../ui/dialog.tsx'
import { MomentList } from '../../ui/moment-list.tsx'

type SendLaterProps = { readonly onChoose: (at: number) => void; readonly onClose: () => void }

/** When a message is to go (O1.14). */
export const SendLater = ({ onChoose, onClose }: SendLaterProps) => {
  const { t } = useTranslation()
  return (
    <Dialog label={t('outgoing.sendLater')} width="narrow" onClose={onClose}>
      <header className="px-5 pt-4 pb-2">
        <h2 className="text-[15px] title-tight">{t('outgoing.sendLater')}</h2>
        <p className="mt-0.5 text-xs text-muted">{t('outgoing.sendLaterText')}</p>
      </header>
      <MomentList label={t('outgoing.sendLater')} action={t('outgoing.schedule')} onChoose={onChoose} />
    </Dialog>
  )
}
