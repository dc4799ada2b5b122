import { classes } from '../lib/class-names.ts'
import { formatLocale } from '../lib/locale.ts'
import { wholeNumber } from '../lib/quantities.ts'

type FilterChipsProps<F extends string> = {
  readonly label: string
  readonly filters: readonly F[]
  readonly chosen: F
  readonly nameOf: (filter: F) => string
  readonly countOf: (filter: F) => number
  readonly onChoose: (filter: F) => void
}

/** Which rows of a long list are shown, with how many there are of each kind. */
export const FilterChips = <F extends string>(props: FilterChipsProps<F>) => (
  <div role="group" aria-label={props.label} className="flex shrink-0 flex-wrap gap-0.5 px-5 py-2">
    {props.filters.map((filter) => (
      <button
        key={filter}
        type="button"
        aria-pressed={props.chosen === filter}
        onClick={() => props.onChoose(filter)}
        className={classes(
          'flex h-6 items-center gap-1.5 rounded-md px-2',
          props.chosen === filter ? 'bg-chip font-semibold' : 'text-muted hover:bg-hover hover:text-text',
        )}
      >
        {props.nameOf(filter)}
        <span className="text-xs text-muted tabular-nums">
          {wholeNumber(props.countOf(filter), formatLocale())}
        </span>
      </button>
    ))}
  </div>
)
