import { useTranslation } from 'react-i18next'
import { classes } from '../lib/class-names.ts'
import { usePortal } from './context.ts'

const dots = {
  online: 'bg-good',
  offline: 'bg-faint',
  'key-refused': 'bg-bad',
  unknown: 'bg-transparent border border-faint',
} as const

/** How the portal on screen can be reached, in a word, always there. */
export const ConnectionStatus = () => {
  const { t } = useTranslation()
  const { connection } = usePortal()
  return (
    <div
      role="status"
      aria-label={t('connection.label')}
      className={classes(
        'mt-2 flex w-full flex-col items-center gap-1 px-0.5 text-center text-2xs leading-3',
        connection === 'key-refused' ? 'text-bad' : 'text-faint',
      )}
    >
      <span aria-hidden className={classes('size-[7px] rounded-full', dots[connection])} />
      {t(`connection.${connection}`)}
    </div>
  )
}
