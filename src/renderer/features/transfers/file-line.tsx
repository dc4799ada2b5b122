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
        'group/row absolute inset-x-0 top-0',
        fileColumns,
        active ? 'bg-hover group-focus-visible/list:bg-sel' : 'hover:bg-hover',
      )}
      style={{ height, transform: `translateY(${top}px)` }}
    >
      {row === undefined ? (
        <Pending />
      ) : (
        <Known row={row} standing={fileStanding(row, jobState)} download={download} />
      )}
    </div>
  )
})

const Pending = () => (
  <>
    <span role="gridcell" className="col-start-2">
      <span className="block h-2 w-2/5 rounded bg-skeleton" />
    </span>
    <span role="gridcell" />
    <span role="gridcell" />
  </>
)

type KnownProps = {
  readonly row: TransferRow
  readonly standing: FileStanding
  readonly download: boolean
}

const Known = ({ row, standing, download }: KnownProps) => {
  const { t } = useTranslation()
  const path = inertLine(row.path)
  const { name, folder } = splitPath(path)
  const words = fileWords(row, standing, download, t)
  return (
    <>
      <StandingIcon kind={standing.kind} />
      <span role="gridcell" className="flex min-w-0 items-baseline gap-2" title={path}>
        <span className="max-w-full shrink-0 truncate" dir="auto">
          {name}
        </span>
        <span className="min-w-0 truncate text-2xs text-faint" dir="auto">
          {folder}
        </span>
      </span>
      <span role="gridcell" className="min-w-0" title={words}>
        <span className={classes('block truncate tabular-nums', tones[standing.kind])}>{words}</span>
        {'percent' in standing && standing.percent > 0 && (
          <span aria-hidden className="mt-px block h-[2px] overflow-hidden rounded-full bg-chip">
            <span
              className={classes('block h-full', standing.kind === 'moving' ? 'bg-accent' : 'bg-faint')}
              style={{ width: `${standing.percent}%` }}
            />
          </span>
        )}
      </span>
      <span role="gridcell" className="text-right text-faint tabular-nums">
        {bytes(row.size, formatLocale())}
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
