import { useTranslation } from 'react-i18next'
import type { CompareFilter, CompareView } from '../../../core/transfers/compare-views.ts'
import { classes } from '../../lib/class-names.ts'
import { formatLocale } from '../../lib/locale.ts'
import { bytes, wholeNumber } from '../../lib/quantities.ts'
import { filtersOf } from './view.ts'

type CompareFiltersProps = {
  readonly view: CompareView
  readonly only: CompareFilter
  readonly onChange: (only: CompareFilter) => void
}

/** The totals, which are the filters too. */
export const CompareFilters = ({ view, only, onChange }: CompareFiltersProps) => {
  const { t } = useTranslation()
  return (
    <div role="group" aria-label={t('compare.filter')} className="flex shrink-0 flex-wrap gap-1.5 px-5 py-2">
      {filtersOf(view.counts).map(({ filter, files, bytes: size }) => (
        <button
          key={filter}
          type="button"
          aria-pressed={only === filter}
          onClick={() => onChange(filter)}
          className={classes(
            'rounded-lg border px-3 py-1.5 text-left transition-colors duration-75',
            only === filter
              ? 'border-accent bg-accent-soft text-accent-text'
              : 'border-line text-text hover:bg-hover',
          )}
        >
          <span className="block text-xs text-muted">{t(`compare.filters.${filter}`)}</span>
          <span className="font-semibold tabular-nums">{wholeNumber(files, formatLocale())}</span>
          {files > 0 && (
            <span className="ml-1.5 text-xs text-muted tabular-nums">{bytes(size, formatLocale())}</span>
          )}
        </button>
      ))}
    </div>
  )
}
