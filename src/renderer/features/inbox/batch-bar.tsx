import { AlarmClock, Check, Mail, MailOpen, Megaphone, Pin, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { usePortal } from '../../app/context.ts'
import { IconButton } from '../../ui/button.tsx'
import { actOn, writeToMany } from './actions.ts'
import { chooseSnooze, clearSelection, useInbox } from './inbox-store.ts'

/** What can be done with the selected spaces at once. */
export const BatchBar = () => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const selected = useInbox((inbox) => inbox.selected)
  if (selected.size === 0) return null
  const ids = [...selected]
  const act = (kind: 'done' | 'pin' | 'read' | 'unread') => () => void actOn(portalId, ids, { kind })
  return (
    <div
      role="toolbar"
      aria-label={t('inboxMore.batch')}
      className="mx-2 mb-2 flex h-9 shrink-0 items-center gap-0.5 rounded-lg bg-accent-soft pr-1 pl-3"
    >
      <p role="status" className="mr-auto truncate text-xs font-semibold text-accent-text tabular-nums">
        {t('inboxMore.selected', { count: ids.length })}
      </p>
      <IconButton label={t('inboxMore.done')} onClick={act('done')}>
        <Check aria-hidden />
      </IconButton>
      <IconButton label={t('inboxMore.snoozeMenu')} onClick={() => chooseSnooze(ids)}>
        <AlarmClock aria-hidden />
      </IconButton>
      <IconButton label={t('inboxMore.pin')} onClick={act('pin')}>
        <Pin aria-hidden />
      </IconButton>
      <IconButton label={t('inboxMore.read')} onClick={act('read')}>
        <MailOpen aria-hidden />
      </IconButton>
      <IconButton label={t('inboxMore.unread')} onClick={act('unread')}>
        <Mail aria-hidden />
      </IconButton>
      <IconButton label={t('inboxMore.writeToThese')} onClick={() => writeToMany(ids)}>
        <Megaphone aria-hidden />
      </IconButton>
      <IconButton label={t('inboxMore.clear')} onClick={clearSelection}>
        <X aria-hidden />
      </IconButton>
    </div>
  )
}
