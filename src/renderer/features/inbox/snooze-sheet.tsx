import { MessageCircleReply } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { SpaceId } from '../../../core/space.ts'
import { usePortal } from '../../app/context.ts'
import { MomentList } from '../../ui/moment-list.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { actOn } from './actions.ts'
import { chooseSnooze } from './inbox-store.ts'

/** Until when spaces are put aside; keys 1 to 9 choose. */
export const SnoozeSheet = ({ spaceIds }: { readonly spaceIds: readonly SpaceId[] }) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const close = (): void => chooseSnooze(null)
  const snooze = (until: number | null): void => {
    close()
    void actOn(portalId, spaceIds, { kind: 'snooze', until })
  }
  return (
    <Dialog label={t('inboxMore.snoozeTitle')} width="narrow" onClose={close}>
      <header className="px-5 pt-4 pb-2">
        <h2 className="text-[15px] title-tight">
          {spaceIds.length === 1
            ? t('inboxMore.snoozeTitle')
            : t('inboxMore.snoozeMany', { count: spaceIds.length })}
        </h2>
        <p className="mt-0.5 text-xs text-muted">{t('inboxMore.snoozeText')}</p>
      </header>
      <MomentList
        label={t('inboxMore.snoozeTitle')}
        first={{
          label: t('inboxMore.untilAnswer'),
          icon: <MessageCircleReply aria-hidden />,
          onChoose: () => snooze(null),
        }}
        action={t('inboxMore.snooze')}
        onChoose={snooze}
      />
    </Dialog>
  )
}
