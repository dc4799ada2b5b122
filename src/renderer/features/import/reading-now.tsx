import { useTranslation } from 'react-i18next'
import type { ReadingProgress } from '../../../core/people/import-views.ts'
import { formatLocale } from '../../lib/locale.ts'
import { percent, wholeNumber } from '../../lib/quantities.ts'
import { useNow } from '../../lib/use-now.ts'
import { Progress } from '../../ui/progress.tsx'

type ReadingProgressProps = { readonly from: 'csv' | 'foundry'; readonly progress: ReadingProgress | null }

/** How far the reading of a source has come, and what it waits for. */
export const ReadingNow = ({ from, progress }: ReadingProgressProps) => {
  const { t } = useTranslation()
  const now = useNow(1_000)
  const locale = formatLocale()
  const stage = progress?.stage === 'portal' ? 'portal' : from === 'csv' ? 'table' : 'source'
  const words = t(`import.reading.${stage}`)
  const counts = stage === 'source' && progress !== null ? progress : null
  const total = counts?.total ?? null
  const waits = counts?.opensAt ?? null
  return (
    <div className="mx-auto w-full max-w-[420px] px-6 py-16">
      <p role="status" className="mb-3 font-medium">
        {words}
      </p>
      <Progress
        label={words}
        value={counts === null || total === null ? null : percent(counts.read, total)}
      />
      <p className="mt-2 h-5 text-xs text-muted tabular-nums">
        {counts !== null &&
          (total === null
            ? t('import.readSome', { count: counts.read })
            : t('import.readOf', {
                read: wholeNumber(counts.read, locale),
                total: wholeNumber(total, locale),
              }))}
      </p>
      {waits !== null && waits > now && (
        <p className="text-xs text-muted">
          {t('import.paced', {
            time: new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(waits),
          })}
        </p>
      )}
    </div>
  )
}
