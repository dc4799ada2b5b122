import { useTranslation } from 'react-i18next'
import type { Planning } from '../../../core/transfers/views.ts'
import { formatLocale } from '../../lib/locale.ts'
import { Progress } from '../../ui/progress.tsx'
import { countedWords } from './plan-words.ts'

/** While the drop is being walked: that something happens, and how much of it there is. */
export const PlanReading = ({
  again,
  progress,
}: {
  readonly again: boolean
  readonly progress: Planning | null
}) => {
  const { t } = useTranslation()
  const label = again ? t('planMore.rechecking') : t('plan.reading')
  return (
    <div className="py-6">
      <p role="status" className="font-medium">
        {label}
      </p>
      <p className="mb-3 text-muted">{t('plan.readingText')}</p>
      <Progress label={label} value={null} />
      {/* Not read out: it changes ten times a second. */}
      <p className="mt-2 h-5 text-xs text-muted tabular-nums">
        {progress !== null && countedWords(progress, t, formatLocale())}
      </p>
    </div>
  )
}
