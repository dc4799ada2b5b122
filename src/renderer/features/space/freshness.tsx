import { useTranslation } from 'react-i18next'
import { usePortal } from '../../app/context.ts'
import { tableTime, clockTime, daysAgo } from '../../lib/time.ts'
import { useNow } from '../../lib/use-now.ts'
import { formatLocale } from '../../lib/locale.ts'

/** When what is shown was last read from the portal. Never pretends to be live (features 65). */
export const Freshness = ({ asOf }: { readonly asOf: number | null }) => {
  const { t } = useTranslation()
  const { connection } = usePortal()
  const now = useNow()
  const words = { today: t('common.today'), yesterday: t('common.yesterday') }
  const time =
    asOf === null
      ? ''
      : daysAgo(asOf, now) === 0
        ? clockTime(asOf, formatLocale())
        : tableTime(asOf, now, formatLocale(), words)
  const recent = asOf !== null && connection === 'online' && now - asOf < 10 * 60_000
  return (
    <span
      role="status"
      aria-label={t('space.freshness')}
      className="flex items-center gap-1.5 pr-1 text-xs text-faint tabular-nums"
    >
      <span aria-hidden className={`size-[7px] rounded-full ${recent ? 'bg-good' : 'bg-line-strong'}`} />
      {asOf === null ? t('space.notRead') : t('space.asOf', { time })}
    </span>
  )
}
