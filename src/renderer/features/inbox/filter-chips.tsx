import { useTranslation } from 'react-i18next'
import type { SpaceSummary } from '../../../core/space.ts'
import { classes } from '../../lib/class-names.ts'
import { filters, passes, type Filter } from './view.ts'

type FilterChipsProps = {
  readonly filter: Filter
  readonly spaces: readonly SpaceSummary[]
  readonly onChange: (filter: Filter) => void
}

export const FilterChips = ({ filter, spaces, onChange }: FilterChipsProps) => {
  const { t } = useTranslation()
  return (
    <div
      role="group"
      aria-label={t('inbox.filters.label')}
      className="@container -mt-1 flex shrink-0 [scrollbar-width:none] gap-0.5 overflow-x-auto px-2.5 pt-1 pb-2"
    >
      {filters.map((each) => {
        const count = each === 'all' ? 0 : spaces.filter((space) => passes(space, each)).length
        return (
          <button
            key={each}
            type="button"
            aria-pressed={filter === each}
            onClick={() => onChange(each)}
            className={classes(
              'h-6 shrink-0 rounded-md px-2 whitespace-nowrap transition-colors duration-75',
              filter === each
                ? 'bg-chip font-semibold text-text'
                : 'text-muted hover:bg-hover hover:text-text',
            )}
          >
            {t(`inbox.filters.${each}`)}
            {count > 0 && (
              <span className="ml-1 hidden font-normal text-faint tabular-nums @[310px]:inline">{count}</span>
            )}
          </button>
        )
      })}
    </div>
  )
}
