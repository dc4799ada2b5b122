import { ScanSearch } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { CompareId, CompareView } from '../../../core/transfers/compare-views.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { formatLocale } from '../../lib/locale.ts'
import { percent } from '../../lib/quantities.ts'
import { tableTime } from '../../lib/time.ts'
import { useNow } from '../../lib/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNotice, Notice } from '../../ui/notice.tsx'
import { Progress } from '../../ui/progress.tsx'
import { sayFailure } from '../../app/toast-store.ts'

type CompareNotesProps = { readonly view: CompareView; readonly compareId: CompareId }

/** What a person should know of the comparison, and the closer look at contents. */
export const CompareNotes = ({ view, compareId }: CompareNotesProps) => {
  const { t } = useTranslation()
  const now = useNow()
  const words = { today: t('common.today'), yesterday: t('common.yesterday') }
  return (
    <div className="flex shrink-0 flex-col gap-2 px-5 pb-2">
      {view.away && (
        <Notice tone="warn" role="status">
          {view.asOf === null
            ? t('compare.awayNever')
            : t('compare.away', { time: tableTime(view.asOf, now, formatLocale(), words) })}
        </Notice>
      )}
      {view.twins > 0 && <Notice tone="warn">{t('compare.twins', { count: view.twins })}</Notice>}
      {view.check.problem !== null && <FailureNotice failure={view.check.problem} />}
      {view.counts.same.files > 0 && <Check view={view} compareId={compareId} />}
    </div>
  )
}

const Check = ({ view, compareId }: CompareNotesProps) => {
  const { t } = useTranslation()
  const { phase, done, total, unknown } = view.check
  const start = async (): Promise<void> => {
    const answer = await settle(foyer()['compare.check']({ compareId }))
    if (!answer.ok) sayFailure(answer.error)
  }
  return (
    <div className="flex min-h-7 items-center gap-3">
      {phase === 'running' ? (
        <div className="flex-1" role="status">
          <p className="text-xs text-muted tabular-nums">{t('compare.checking', { done, total })}</p>
          <Progress label={t('compare.check')} value={percent(done, total)} />
        </div>
      ) : (
        <>
          <Button size="small" icon={<ScanSearch aria-hidden />} onClick={() => void start()}>
            {t('compare.check')}
          </Button>
          <p className="min-w-0 text-xs text-muted" role="status">
            {phase === 'idle'
              ? t('compare.checkHint')
              : unknown > 0
                ? t('compare.unknown', { count: unknown })
                : t('compare.checked')}
          </p>
        </>
      )}
    </div>
  )
}
