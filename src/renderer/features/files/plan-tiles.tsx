import { useTranslation } from 'react-i18next'
import type { UploadPlan } from '../../../core/transfers/views.ts'
import { formatLocale } from '../../lib/locale.ts'
import { bytes, wholeNumber } from '../../lib/quantities.ts'

/** The four figures of a plan. */
export const PlanTiles = ({ plan }: { readonly plan: UploadPlan }) => {
  const { t } = useTranslation()
  const number = (value: number): string => wholeNumber(value, formatLocale())
  const tiles = [
    [number(plan.files), t('plan.files', { count: plan.files })],
    [bytes(plan.bytes, formatLocale()), t('plan.bytes')],
    [number(plan.newFolders), t('plan.folders', { count: plan.newFolders })],
    [number(plan.clientCount), t('plan.clients', { count: plan.clientCount })],
  ] as const
  return (
    <dl className="grid grid-cols-4 gap-2.5">
      {tiles.map(([figure, label]) => (
        <div key={label} className="flex flex-col-reverse rounded-[9px] border border-line bg-bg px-3 py-2">
          <dt className="text-xs text-muted">{label}</dt>
          <dd className="truncate text-[17px] leading-6 title-tight tabular-nums">{figure}</dd>
        </div>
      ))}
    </dl>
  )
}
