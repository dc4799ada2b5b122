import { Check, CircleAlert, CircleHelp, type LucideIcon, Split, UserRoundX } from 'lucide-react'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TFunction } from 'i18next'
import type { PortalId } from '../../../core/portal.ts'
import type { FanOutId, FanOutOutcome, FanOutPlan, FanOutRow } from '../../../core/transfers/fan-out-views.ts'
import { classes } from '../../lib/class-names.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { bytes } from '../../lib/quantities.ts'
import { usePages } from '../../lib/use-pages.ts'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { FilterChips } from '../../ui/filter-chips.tsx'

export type Only = 'all' | 'warned' | FanOutOutcome

const filters: readonly Only[] = ['all', 'matched', 'unmatched', 'ambiguous', 'refused', 'warned']
const rowHeight = 30
const pageSize = 200

type FanOutRowsProps = { readonly portalId: PortalId; readonly plan: FanOutPlan }

/** Each file and where it goes; only the rows in view exist, and only their pages are read. */
export const FanOutRows = ({ portalId, plan }: FanOutRowsProps) => {
  const { t } = useTranslation()
  const [only, setOnly] = useState<Only>('all')
  const shown = filters.filter((filter) => filter === 'all' || plan.counts[filter] > 0)
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <FilterChips
        label={t('fanOut.filters.label')}
        filters={shown}
        chosen={only}
        nameOf={(filter) => t(`fanOut.filters.${filter}`)}
        countOf={(filter) => plan.counts[filter]}
        onChoose={setOnly}
      />
      <Rows key={only} portalId={portalId} id={plan.id} only={only} total={plan.counts[only]} />
    </div>
  )
}

type RowsProps = {
  readonly portalId: PortalId
  readonly id: FanOutId
  readonly only: Only
  readonly total: number
}

const Rows = ({ portalId, id: fanOutId, only, total }: RowsProps) => {
  const { t } = useTranslation()
  const read = useCallback(
    async (offset: number, limit: number) => {
      const answer = await settle(foyer()['fanOut.rows']({ portalId, fanOutId, only, offset, limit }))
      return answer.ok ? answer.value : null
    },
    [portalId, fanOutId, only],
  )
  const { row, show } = usePages(read, pageSize)
  return (
    <VirtualList
      focusable
      label={t('fanOut.rows')}
      count={total}
      rowHeight={rowHeight}
      onShow={show}
      className="min-h-0 flex-1 border-t border-line"
    >
      {(index) => <Line row={row(index)} />}
    </VirtualList>
  )
}

const Line = ({ row }: { readonly row: FanOutRow | undefined }) => {
  const { t } = useTranslation()
  const look = row === undefined ? undefined : looks[row.warning === null ? row.outcome : 'warned']
  const words = row === undefined ? '' : rowWords(row, t)
  return (
    <div className="grid h-full grid-cols-[16px_minmax(0,1.2fr)_minmax(0,1fr)_72px] items-center gap-3 px-5">
      {row !== undefined && look !== undefined && (
        <>
          <look.icon aria-hidden className={classes('size-3.5', look.tone)} />
          <span className="truncate select-text" dir="auto" title={inertLine(row.path)}>
            {inertLine(row.path)}
          </span>
          <span
            className={classes('truncate', row.outcome === 'matched' ? 'text-text' : 'text-muted')}
            title={words}
          >
            {words}
            {row.warning !== null && (
              <span className="text-warn"> · {t('fanOut.warning', { space: inertLine(row.warning) })}</span>
            )}
          </span>
          <span className="text-right text-xs text-muted tabular-nums">
            {bytes(row.size, formatLocale())}
          </span>
        </>
      )}
    </div>
  )
}

const looks: Readonly<
  Record<FanOutOutcome | 'warned', { readonly icon: LucideIcon; readonly tone: string }>
> = {
  matched: { icon: Check, tone: 'text-good' },
  unmatched: { icon: CircleHelp, tone: 'text-muted' },
  ambiguous: { icon: Split, tone: 'text-warn' },
  refused: { icon: CircleAlert, tone: 'text-bad' },
  warned: { icon: UserRoundX, tone: 'text-warn' },
}

const rowWords = ({ outcome, words, reason }: FanOutRow, t: TFunction): string => {
  switch (outcome) {
    case 'matched':
      return inertLine(words)
    case 'unmatched':
      return words === ''
        ? t('fanOut.unmatchedRule')
        : t('fanOut.unmatchedClient', { client: inertLine(words) })
    case 'ambiguous':
      return t('fanOut.ambiguousNames', { names: inertLine(words) })
    case 'refused':
      return reason === null ? '' : t(`failures.${reason}.title`)
  }
}
