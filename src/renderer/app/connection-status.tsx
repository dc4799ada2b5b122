import { useTranslation } from 'react-i18next'
import { classes } from '../lib/class-names.ts'
import { useIsAhead } from '../lib/use-is-ahead.ts'
import { usePortal } from './context.ts'

const dots = {
  online: 'bg-good',
  troubled: 'bg-warn',
  offline: 'bg-faint',
  'key-refused': 'bg-bad',
  unknown: 'bg-transparent border border-faint',
} as const

/** How the portal on screen can be reached, in a word, always there. */
export const ConnectionStatus = () => {
  const { t } = useTranslation()
  const { connection, limitedUntil } = usePortal()
  const limited = useIsAhead(limitedUntil) && connection === 'online'
  return (
    <div
      role="status"
      aria-label={t('connection.label')}
      className={classes(
        'mt-2 flex w-full flex-col items-center gap-1 px-0.5 text-center text-2xs leading-3',
        connection === 'key-refused' ? 'text-bad' : 'text-faint',
      )}
    >
      <span
        aria-hidden
        className={classes('size-[7px] rounded-full', limited ? 'bg-warn' : dots[connection])}
      />
      {t(`connection.${connection}`)}
      {limited && <span className="text-warn">{t('connection.limited')}</span>}
    </div>
  )
}
