import { useTranslation } from 'react-i18next'
import type { ReadingProgress } from '../../../core/people/import-views.ts'
import { formatLocale } from '../../lib/locale.ts'
import { percent, wholeNumber } from '../../lib/quantities.ts'
import type { PortalId } from '../../../core/portal.ts'
import { Progress } from '../../ui/progress.tsx'
import { FoundryWaits } from './foundry-waits.tsx'

type ReadingNowProps = {
  readonly portalId: PortalId
  readonly from: 'csv' | 'foundry'
  readonly progress: ReadingProgress | null
}

/** How far the reading of a source has come, and what it waits for. */
export const ReadingNow = ({ portalId, from, progress }: ReadingNowProps) => {
  const { t } = useTranslation()
  const locale = formatLocale()
  const stage = progress?.stage === 'portal' ? 'portal' : from === 'csv' ? 'table' : 'source'
  const words = t(`import.reading.${stage}`)
  const counts = stage === 'source' && progress !== null ? progress : null
  const total = counts?.total ?? null
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
      {from === 'foundry' && <FoundryWaits portalId={portalId} />}
    </div>
  )
}
