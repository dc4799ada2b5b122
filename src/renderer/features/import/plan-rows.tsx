import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImportView, RowFilter } from '../../../core/people/import-views.ts'
import { usePortal } from '../../app/context.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { usePages } from '../../lib/use-pages.ts'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { PlanRow } from './plan-row.tsx'
import type { OpenImport } from './use-import.ts'
import { countOf, rowFilters } from './view.ts'
import { FilterChips } from '../../ui/filter-chips.tsx'

const rowHeight = 46
const pageSize = 200

type PlanRowsProps = { readonly view: ImportView; readonly decide: OpenImport['decide'] }

/** Every row and what becomes of it; only those in view exist, and only their pages are read. */
export const PlanRows = ({ view, decide }: PlanRowsProps) => {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<RowFilter>('all')
  // A filter whose last row has gone shows everything again.
  const only = chosen === 'all' || countOf(view, chosen) > 0 ? chosen : 'all'
  const shown = rowFilters.filter((filter) => filter === 'all' || countOf(view, filter) > 0)
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <FilterChips
        label={t('import.filters.label')}
        filters={shown}
        chosen={only}
        nameOf={(filter) => t(`import.filters.${filter}`)}
        countOf={(filter) => countOf(view, filter)}
        onChoose={setChosen}
      />
      <Rows key={only} view={view} only={only} decide={decide} />
    </div>
  )
}

const Rows = ({ view, only, decide }: PlanRowsProps & { readonly only: RowFilter }) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const { id: importId, state } = view
  const read = useCallback(
    async (offset: number, limit: number) => {
      const answer = await settle(foyer()['imports.rows']({ portalId, importId, only, offset, limit }))
      return answer.ok ? answer.value.rows : null
    },
    [portalId, importId, only],
  )
  const { row, show, reload } = usePages(read, pageSize)
  useEffect(reload, [reload, view])
  const isOpen = state === 'plan'
  const holdsButtons = isOpen && (view.sums.decision > 0 || Object.keys(view.choices.decisions).length > 0)
  return (
    <VirtualList
      focusable={!holdsButtons}
      label={t('import.rows')}
      count={countOf(view, only)}
      rowHeight={rowHeight}
      onShow={show}
      className="min-h-0 flex-1 border-t border-line"
      rowClassName="border-b border-line/60"
    >
      {(index) => {
        const one = row(index)
        return one === undefined ? null : (
          <PlanRow
            // A row that moves up keeps none of the buttons that stood there: a click means the row it was aimed at.
            key={one.key}
            row={one}
            decided={isOpen && view.choices.decisions[one.key] !== undefined}
            role={view.choices.role}
            onDecide={isOpen ? decide : null}
          />
        )
      }}
    </VirtualList>
  )
}
