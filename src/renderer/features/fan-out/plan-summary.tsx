import { TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { TFunction } from 'i18next'
import type { FanOutPlan, RecheckedFanOut } from '../../../core/transfers/fan-out-views.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { bytes } from '../../lib/quantities.ts'
import { tableTime } from '../../lib/time.ts'
import { useNow } from '../../lib/use-now.ts'
import { Notice } from '../../ui/notice.tsx'
import { etaWords } from '../files/plan-words.ts'

type PlanSummaryProps = {
  readonly plan: FanOutPlan
  readonly stale: boolean
  /** What has to be chosen before there can be another preview. */
  readonly needs: 'folder' | 'table' | null
  /** It was saved, and is made anew. */
  readonly again: RecheckedFanOut | null
}

/** A dry run in a sentence, and what in its table was of no use. */
export const PlanSummary = ({ plan, stale, needs, again }: PlanSummaryProps) => {
  const { t } = useTranslation()
  const now = useNow()
  return (
    <div className="flex shrink-0 flex-col gap-2 px-5 pt-3">
      <p role="status" className="text-muted tabular-nums">
        {summaryWords(plan, t)}
      </p>
      {again !== null && (
        <p className="text-muted tabular-nums">
          {t(again.asked ? 'planMore.rechecked' : 'planMore.relooked', {
            time: tableTime(again.savedAt, now, formatLocale(), {
              today: t('common.today'),
              yesterday: t('common.yesterday'),
            }),
          })}{' '}
          {again.before.matched === plan.counts.matched
            ? null
            : t('fanOut.before', { count: again.before.matched })}
        </p>
      )}
      {stale && (
        <Notice tone="warn">
          {t('fanOut.stale')}
          {needs !== null && ` ${t(needs === 'folder' ? 'fanOut.staleFolder' : 'fanOut.staleTable')}`}
        </Notice>
      )}
      {plan.table.count > 0 && (
        <details className="rounded-lg border border-line">
          <summary className="flex cursor-default items-center gap-2 px-3 py-1.5">
            <TriangleAlert aria-hidden className="size-4 shrink-0 text-warn" />
            {t('fanOut.tableIssues', { count: plan.table.count })}
          </summary>
          <ul className="max-h-32 overflow-y-auto border-t border-line bg-bg px-3 py-1 text-xs select-text">
            {plan.table.first.map(({ line, reason, words }) => (
              <li key={`${line} ${reason}`} className="truncate py-0.5">
                <span className="text-muted tabular-nums">{t('fanOut.line', { line })}:</span>{' '}
                {t(`fanOut.issues.${reason}`, { words: inertLine(words) })}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

const summaryWords = (plan: FanOutPlan, t: TFunction): string => {
  const { counts, conflicts, newFolders, bytes: size, etaMs } = plan
  if (counts.matched === 0) return t('fanOut.nothing')
  const left = counts.all - counts.matched
  const facts = [
    bytes(size, formatLocale()),
    ...(newFolders > 0 ? [t('fanOut.newFolders', { count: newFolders })] : []),
    ...(conflicts > 0 ? [t('fanOut.conflicts', { count: conflicts })] : []),
  ]
  return [
    `${facts.join(' · ')}.`,
    ...(plan.away ? [t('fanOut.away')] : []),
    ...(left > 0 ? [t('fanOut.left', { count: left })] : []),
    ...(etaMs === null ? [] : [etaWords(etaMs, t)]),
  ].join(' ')
}
