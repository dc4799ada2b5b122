import {
  ArrowRight,
  ChevronRight,
  CircleSlash,
  CloudDownload,
  Equal,
  File,
  Folder,
  EqualNot,
} from 'lucide-react'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { CompareRow } from '../../../core/transfers/compare-views.ts'
import { classes } from '../../lib/class-names.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { bytes } from '../../lib/quantities.ts'
import { compareColumns } from './columns.ts'

type CompareTableRowProps = {
  readonly row: CompareRow
  readonly index: number
  readonly top: number
  readonly height: number
  readonly active: boolean
  readonly folded: boolean
  readonly onPick: () => void
  readonly onFold: () => void
}

const indentPx = 18

export const CompareTableRow = (props: CompareTableRowProps) => {
  const { t } = useTranslation()
  const { row, folded } = props
  const name = inertLine(row.name)
  const words = stateWords(row, t)
  const size = (amount: number | null): string => (amount === null ? '' : bytes(amount, formatLocale()))
  return (
    <div
      id={`compare-${props.index}`}
      role="row"
      aria-level={row.depth + 1}
      aria-rowindex={props.index + 2}
      aria-label={[name, words].join(', ')}
      {...(row.isFolder ? { 'aria-expanded': !folded } : {})}
      onClick={props.onPick}
      className={classes(
        'absolute inset-x-0 top-0 @container [contain:content] hover:bg-hover',
        props.active && 'group-focus-visible/grid:shadow-[inset_0_0_0_2px_var(--accent)]',
      )}
      style={{ height: props.height, transform: `translateY(${props.top}px)` }}
    >
      <div role="presentation" className={`${compareColumns} h-full items-center text-muted tabular-nums`}>
        <div
          role="gridcell"
          className="flex min-w-0 items-center gap-1.5 text-text"
          style={{ paddingLeft: row.depth * indentPx }}
        >
          {row.isFolder ? (
            <button
              type="button"
              tabIndex={-1}
              aria-label={folded ? t('compare.unfold', { name }) : t('compare.fold', { name })}
              onClick={props.onFold}
              className="-ml-1 grid size-5 shrink-0 place-items-center rounded text-faint hover:bg-chip hover:text-text"
            >
              <ChevronRight aria-hidden className={`size-3.5 ${folded ? '' : 'rotate-90'}`} />
            </button>
          ) : (
            <span className="w-4 shrink-0" />
          )}
          {row.isFolder ? (
            <Folder aria-hidden className="size-4 shrink-0 fill-accent-soft text-accent-text" />
          ) : (
            <File aria-hidden className="size-4 shrink-0 text-faint" />
          )}
          <span className="truncate" dir="auto" title={inertLine(row.path)}>
            {name}
          </span>
          {row.twin !== null && (
            <span className="shrink-0 truncate rounded bg-warn-soft px-1.5 text-2xs text-warn">
              {row.state === 'only-there'
                ? t('compare.twinHere', { name: inertLine(row.twin) })
                : t('compare.twin', { name: inertLine(row.twin) })}
            </span>
          )}
        </div>
        <div role="gridcell" className={classes('flex min-w-0 items-center gap-1.5', tones[row.state])}>
          <StateIcon state={row.state} />
          <span className="truncate" title={words}>
            {words}
          </span>
        </div>
        <div role="gridcell" className="truncate text-right">
          {size(row.here)}
        </div>
        <div role="gridcell" className="truncate text-right">
          {size(row.there)}
        </div>
      </div>
    </div>
  )
}

const tones: Readonly<Record<CompareRow['state'], string>> = {
  'only-here': 'text-accent-text',
  'only-there': 'text-muted',
  differs: 'text-warn',
  same: 'text-faint',
  clash: 'text-bad',
  refused: 'text-bad',
}

const StateIcon = ({ state }: { readonly state: CompareRow['state'] }) => {
  const look = 'size-3.5 shrink-0'
  switch (state) {
    case 'only-here':
      return <ArrowRight aria-hidden className={look} />
    case 'only-there':
      return <CloudDownload aria-hidden className={look} />
    case 'differs':
      return <EqualNot aria-hidden className={look} />
    case 'same':
      return <Equal aria-hidden className={look} />
    case 'clash':
    case 'refused':
      return <CircleSlash aria-hidden className={look} />
  }
}

const stateWords = (row: CompareRow, t: TFunction): string => {
  switch (row.state) {
    case 'same':
      if (row.isFolder) return t('compare.sameFolder')
      return row.byContent ? t('compare.sameContent') : t('compare.states.same')
    case 'differs':
      if (row.isFolder) return t('compare.differsFolder')
      return row.byContent ? t('compare.differsContent') : t('compare.states.differs')
    case 'clash':
      return row.isFolder ? t('compare.clashFolder') : t('compare.states.clash')
    case 'refused':
      return row.reason === null ? t('compare.states.refused') : t(`failures.${row.reason}.title`)
    default:
      return t(`compare.states.${row.state}`)
  }
}
