import { Check, CircleAlert, CircleDashed, Ellipsis, LoaderCircle, Minus, Pause } from 'lucide-react'
import { memo, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { JobState, TransferRow } from '../../../core/transfers/views.ts'
import { classes } from '../../lib/class-names.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { bytes } from '../../lib/quantities.ts'
import { fileStanding, splitPath, type FileStanding } from './view.ts'
import { fileWords } from './words.ts'

export const fileColumns =
  'grid grid-cols-[16px_minmax(0,1fr)_minmax(84px,28%)_64px_22px] items-center gap-2.5 pr-2 pl-3.5 text-xs'

type FileLineProps = {
  readonly id: string
  readonly row: TransferRow | undefined
  readonly jobState: JobState
  readonly download: boolean
  readonly index: number
  readonly top: number
  readonly height: number
  readonly active: boolean
  readonly onPick: (event: MouseEvent, index: number) => void
}

const tones = {
  waiting: 'text-faint',
  paused: 'text-muted',
  moving: 'text-accent-text',
  finishing: 'text-accent-text',
  done: 'text-faint',
  failed: 'text-bad',
  skipped: 'text-faint',
  cancelled: 'text-faint',
} as const

/** One file of a job. A row whose page is still being read keeps its place. */
export const FileLine = memo((props: FileLineProps) => {
  const { id, row, jobState, download, index, top, height, active, onPick } = props
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={active}
      onClick={(event) => onPick(event, index)}
      onContextMenuCapture={(event) => onPick(event, index)}
      className={classes(
        'group/row absolute inset-x-0 top-0 [contain:strict]',
        fileColumns,
        active ? 'bg-hover group-focus-visible/list:bg-sel' : 'hover:bg-hover',
      )}
      style={{ height, transform: `translateY(${top}px)` }}
    >
      <Cells
        row={row}
        standing={row === undefined ? undefined : fileStanding(row, jobState)}
        download={download}
      />
    </div>
  )
})

type CellsProps = {
  /** undefined: still to be read. */
  readonly row: TransferRow | undefined
  readonly standing: FileStanding | undefined
  readonly download: boolean
}

/** One shape for all rows, read or not: a row that lends its elements to another changes their texts alone. */
const Cells = ({ row, standing, download }: CellsProps) => {
  const { t } = useTranslation()
  const path = row === undefined ? '' : inertLine(row.path)
  const { name, folder } = splitPath(path)
  const words = row === undefined || standing === undefined ? '' : fileWords(row, standing, download, t)
  const percent = standing !== undefined && 'percent' in standing ? standing.percent : 0
  return (
    <>
      <span aria-hidden className="grid size-4 place-items-center">
        {standing !== undefined && <StandingIcon kind={standing.kind} />}
      </span>
      <span
        role="gridcell"
        className={classes(
          'flex min-w-0 items-baseline gap-2',
          row === undefined && 'before:block before:h-2 before:w-2/5 before:rounded before:bg-skeleton',
        )}
        title={path}
      >
        <span className="max-w-full shrink-0 truncate" dir="auto">
          {name}
        </span>
        <span className="min-w-0 truncate text-2xs text-faint" dir="auto">
          {folder}
        </span>
      </span>
      <span role="gridcell" className="min-w-0" title={words}>
        <span
          className={classes('block truncate tabular-nums', standing !== undefined && tones[standing.kind])}
        >
          {words}
        </span>
        {percent > 0 && (
          <span aria-hidden className="mt-px block h-[2px] overflow-hidden rounded-full bg-chip">
            <span
              className={classes('block h-full', standing?.kind === 'moving' ? 'bg-accent' : 'bg-faint')}
              style={{ width: `${percent}%` }}
            />
          </span>
        )}
      </span>
      <span role="gridcell" className="text-right text-faint tabular-nums">
        {row === undefined ? '' : bytes(row.size, formatLocale())}
      </span>
      <span
        data-more
        aria-hidden
        className="grid size-5.5 place-items-center rounded text-muted opacity-0 group-hover/row:opacity-100 hover:bg-chip hover:text-text"
      >
        <Ellipsis className="size-3.5" />
      </span>
    </>
  )
}

const StandingIcon = ({ kind }: { readonly kind: FileStanding['kind'] }) => {
  switch (kind) {
    case 'done':
      return <Check aria-hidden className="size-3.5 text-good" />
    case 'failed':
      return <CircleAlert aria-hidden className="size-3.5 text-bad" />
    case 'moving':
    case 'finishing':
      return <LoaderCircle aria-hidden className="size-3.5 animate-spin text-accent-text" />
    case 'paused':
      return <Pause aria-hidden className="size-3.5 text-muted" />
    case 'cancelled':
    case 'skipped':
      return <Minus aria-hidden className="size-3.5 text-faint" />
    case 'waiting':
      return <CircleDashed aria-hidden className="size-3.5 text-faint" />
  }
}
