import { BadgeCheck, CircleAlert, Clock, HardDriveDownload, Info } from 'lucide-react'
import { memo, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { FileId, FileRow } from '../../../core/file.ts'
import { classes } from '../../lib/class-names.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { bytes } from '../../lib/quantities.ts'
import { fullTime, tableTime } from '../../lib/time.ts'
import { columns } from './columns.ts'
import { FileIcon } from './file-icon.tsx'
import type { Thumbnails } from './thumbnails.ts'
import { formatLocale } from '../../lib/locale.ts'

type FileTableRowProps = {
  readonly row: FileRow
  readonly now: number
  readonly index: number
  readonly count: number
  readonly top: number
  readonly height: number
  readonly chosen: boolean
  readonly active: boolean
  readonly onPick: (event: MouseEvent) => void
  readonly onOpen: () => void
  readonly onDrag: () => void
  /** A quick look at it: not for folders. */
  readonly onLook: () => void
  readonly thumbnails: Thumbnails<FileId>
}

export const FileTableRow = memo((props: FileTableRowProps) => {
  const { t } = useTranslation()
  const { row, now, chosen, active } = props
  const name = inertLine(row.name)
  const words = { today: t('common.today'), yesterday: t('common.yesterday') }
  const added = tableTime(row.addedAt, now, formatLocale(), words)
  const size = row.isFolder ? t('files.items', { count: row.items }) : bytes(row.size, formatLocale())
  return (
    <div
      id={`file-${row.id}`}
      role="row"
      aria-level={1}
      aria-rowindex={props.index + 2}
      aria-posinset={props.index + 1}
      aria-setsize={props.count}
      aria-selected={chosen}
      aria-label={[name, added, size].join(', ')}
      onClick={props.onPick}
      onDoubleClick={props.onOpen}
      draggable
      onDragStart={(event) => {
        // The system's own drag begins once the file is on this computer.
        event.preventDefault()
        props.onDrag()
      }}
      className={classes(
        'group/row absolute inset-x-0 top-0 @container [contain:content]',
        chosen ? 'bg-sel' : 'hover:bg-hover',
        active && 'group-focus-visible/grid:shadow-[inset_0_0_0_2px_var(--accent)]',
      )}
      style={{ height: props.height, transform: `translateY(${props.top}px)` }}
    >
      <div role="presentation" className={`${columns} h-full items-center text-muted tabular-nums`}>
        <div role="gridcell" className="flex min-w-0 items-center gap-2 text-text">
          <FileIcon row={row} thumbnails={props.thumbnails} />
          <span className="truncate" dir="auto">
            {name}
          </span>
          {row.isNew && (
            <span className="shrink-0 rounded bg-accent-soft px-1.5 text-2xs font-medium text-accent-text">
              {t('files.new')}
            </span>
          )}
          {!row.isFolder && (
            <button
              type="button"
              tabIndex={-1}
              aria-label={t('details.of', { name })}
              title={t('details.hint')}
              onClick={(event) => {
                event.stopPropagation()
                props.onLook()
              }}
              onDoubleClick={(event) => event.stopPropagation()}
              className="ml-auto grid size-5.5 shrink-0 place-items-center rounded text-muted opacity-0 group-hover/row:opacity-100 hover:bg-chip hover:text-text focus-visible:opacity-100"
            >
              <Info aria-hidden className="size-3.5" />
            </button>
          )}
        </div>
        <div role="gridcell" className="truncate" title={fullTime(row.addedAt, formatLocale())}>
          {added}
        </div>
        <div role="gridcell" className="hidden truncate @2xl:flex @2xl:items-center @2xl:gap-1">
          {row.pin !== 'none' && <PinMark pin={row.pin} />}
          {row.here === 'sent-verified' && (
            <>
              <BadgeCheck aria-hidden className="size-3.5 shrink-0 text-good" />
              {t('files.sentVerified')}
            </>
          )}
        </div>
        <div role="gridcell" className="truncate text-right">
          {size}
        </div>
      </div>
    </div>
  )
})
FileTableRow.displayName = 'FileTableRow'

const pinLooks = { kept: 'text-good', waiting: 'text-faint', failed: 'text-bad' } as const

/** Whether the file is on this computer, in its shape as well as in its colour. */
const PinMark = ({ pin }: { readonly pin: Exclude<FileRow['pin'], 'none'> }) => {
  const { t } = useTranslation()
  const Shape = { kept: HardDriveDownload, waiting: Clock, failed: CircleAlert }[pin]
  return (
    <span title={t(`files.pins.${pin}`)} className={`inline-flex shrink-0 ${pinLooks[pin]}`}>
      <Shape aria-hidden className="size-3.5" />
      <span className="sr-only">{t(`files.pins.${pin}`)}</span>
    </span>
  )
}
