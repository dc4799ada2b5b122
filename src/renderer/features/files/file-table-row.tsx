import {
  BadgeCheck,
  CircleAlert,
  Clock,
  File,
  FileArchive,
  FileImage,
  FileSpreadsheet,
  FileText,
  Folder,
  HardDriveDownload,
  type LucideIcon,
} from 'lucide-react'
import { memo, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { FileRow } from '../../../core/file.ts'
import { classes } from '../../lib/class-names.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { bytes } from '../../lib/quantities.ts'
import { fullTime, tableTime } from '../../lib/time.ts'
import { columns } from './columns.ts'
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
        'absolute inset-x-0 top-0 @container [contain:content]',
        chosen ? 'bg-sel' : 'hover:bg-hover',
        active && 'group-focus-visible/grid:shadow-[inset_0_0_0_2px_var(--accent)]',
      )}
      style={{ height: props.height, transform: `translateY(${props.top}px)` }}
    >
      <div role="presentation" className={`${columns} h-full items-center text-muted tabular-nums`}>
        <div role="gridcell" className="flex min-w-0 items-center gap-2 text-text">
          <FileIcon row={row} />
          <span className="truncate" dir="auto">
            {name}
          </span>
          {row.isNew && (
            <span className="shrink-0 rounded bg-accent-soft px-1.5 text-2xs font-medium text-accent-text">
              {t('files.new')}
            </span>
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

const shapes: Readonly<Record<string, LucideIcon>> = {
  pdf: FileText,
  doc: FileText,
  docx: FileText,
  txt: FileText,
  md: FileText,
  rtf: FileText,
  xls: FileSpreadsheet,
  xlsx: FileSpreadsheet,
  csv: FileSpreadsheet,
  ods: FileSpreadsheet,
  png: FileImage,
  jpg: FileImage,
  jpeg: FileImage,
  gif: FileImage,
  heic: FileImage,
  svg: FileImage,
  zip: FileArchive,
  '7z': FileArchive,
  gz: FileArchive,
}

const FileIcon = ({ row }: { readonly row: FileRow }) => {
  if (row.isFolder)
    return <Folder aria-hidden className="size-4 shrink-0 fill-accent-soft text-accent-text" />
  const Shape = shapes[row.name.split('.').at(-1)?.toLowerCase() ?? ''] ?? File
  return <Shape aria-hidden className="size-4 shrink-0 text-faint" />
}
