import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useEffect, useRef, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { FileId, FileRow } from '../../../core/file.ts'
import { useSettings } from '../../app/context.ts'
import { hasCommand } from '../../lib/platform.ts'
import { useNow } from '../../lib/use-now.ts'
import { neighbour } from '../inbox/view.ts'
import { columns } from './columns.ts'
import { FileTableRow } from './file-table-row.tsx'
import type { Thumbnails } from './thumbnails.ts'
import { pick, type Pick, type Selection, type Sort, type SortColumn } from './view.ts'

type FileTableProps = {
  readonly rows: readonly FileRow[]
  readonly sort: Sort
  readonly onSort: (sort: Sort) => void
  readonly selection: Selection<FileId>
  readonly onSelect: (selection: Selection<FileId>) => void
  readonly onOpen: (row: FileRow) => void
  /** A row is being dragged: it, or the selection it is part of, is to leave the window. */
  readonly onDrag: (row: FileRow) => void
  /** A quick look at a file. */
  readonly onLook: (row: FileRow) => void
  readonly thumbnails: Thumbnails<FileId>
  readonly onUp: () => void
  readonly canGoUp: boolean
  /** Shown below the header when there are no rows. */
  readonly empty: ReactNode
}

const heights = { comfortable: 34, compact: 28 } as const
const headerHeight = 29

/** A virtual tree table: only the rows in view exist, however large the folder is. */
export const FileTable = (props: FileTableProps) => {
  const { rows, selection, onSelect, onOpen, onUp } = props
  const { t } = useTranslation()
  const now = useNow(60_000)
  const { density } = useSettings()
  const height = heights[density]
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => rows[index]?.id ?? index,
    initialRect: { width: 800, height: window.innerHeight },
    overscan: 12,
    // The header stays on top of the rows that scroll below it.
    scrollMargin: headerHeight,
    scrollPaddingStart: headerHeight,
  })
  useEffect(() => virtual.measure(), [virtual, height])

  const rowsNow = useRef(rows)
  useEffect(() => {
    rowsNow.current = rows
  })
  const { cursor } = selection
  useEffect(() => {
    const index = rowsNow.current.findIndex(({ id }) => id === cursor)
    if (index >= 0) virtual.scrollToIndex(index)
  }, [cursor, virtual])

  const choose = (id: FileId, how: Pick): void =>
    onSelect(
      pick(
        selection,
        rows.map((row) => row.id),
        id,
        how,
      ),
    )
  const onKeyDown = (event: KeyboardEvent): void => {
    const ids = rows.map(({ id }) => id)
    const step = steps[event.key]
    const row = rows.find(({ id }) => id === cursor)
    if (step !== undefined) {
      const next = neighbour(ids, cursor, step)
      if (next !== undefined) choose(next, event.shiftKey ? 'range' : 'only')
    } else if ((event.key === 'Enter' || event.key === 'ArrowRight') && row !== undefined) {
      if (event.key === 'Enter' || row.isFolder) onOpen(row)
    } else if (event.key === ' ' && row !== undefined) {
      if (row.isFolder || hasCommand(event)) choose(row.id, 'toggle')
      else props.onLook(row)
    } else if ((event.key === 'Backspace' || event.key === 'ArrowLeft') && props.canGoUp) onUp()
    else if (event.key.toLowerCase() === 'a' && hasCommand(event)) {
      onSelect({ ...selection, chosen: new Set(ids) })
    } else if (event.key === 'Escape' && selection.chosen.size > 0) {
      onSelect({ ...selection, chosen: new Set() })
    } else return
    event.preventDefault()
  }

  return (
    <div
      ref={scroller}
      role="treegrid"
      aria-label={t('files.grid')}
      aria-multiselectable
      aria-rowcount={rows.length + 1}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        const first = rows[0]
        if (event.target === event.currentTarget && cursor === null && first !== undefined) {
          onSelect({ ...selection, cursor: first.id, anchor: first.id })
        }
      }}
      {...(cursor === null ? {} : { 'aria-activedescendant': `file-${cursor}` })}
      className="group/grid flex min-h-0 flex-1 flex-col overflow-y-auto outline-none"
    >
      <Header {...props} />
      {rows.length === 0 ? (
        props.empty
      ) : (
        <div role="rowgroup" className="relative shrink-0" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index]
            return row === undefined ? null : (
              <FileTableRow
                key={row.id}
                row={row}
                now={now}
                index={item.index}
                count={rows.length}
                top={item.start - headerHeight}
                height={item.size}
                chosen={selection.chosen.has(row.id)}
                active={row.id === cursor}
                onPick={(event: MouseEvent) =>
                  choose(row.id, event.shiftKey ? 'range' : hasCommand(event) ? 'toggle' : 'only')
                }
                onOpen={() => onOpen(row)}
                onDrag={() => props.onDrag(row)}
                onLook={() => {
                  choose(row.id, 'only')
                  props.onLook(row)
                }}
                thumbnails={props.thumbnails}
              />
            )
          })}
        </div>
      )}
    </div>
  )
}

const steps: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 15,
  PageUp: -15,
  Home: -1_000_000,
  End: 1_000_000,
}

const Header = ({ sort, onSort }: FileTableProps) => {
  const { t } = useTranslation()
  return (
    <div role="rowgroup" className="@container sticky top-0 z-10 shrink-0 border-b border-line bg-panel">
      <div role="row" aria-rowindex={1} className={`${columns} h-7 items-center text-xs text-faint`}>
        <ColumnHeader column="name" label={t('files.columns.name')} sort={sort} onSort={onSort} />
        <ColumnHeader column="added" label={t('files.columns.added')} sort={sort} onSort={onSort} />
        <span role="columnheader" className="hidden @2xl:block">
          {t('files.columns.here')}
        </span>
        <ColumnHeader column="size" label={t('files.columns.size')} sort={sort} onSort={onSort} end />
      </div>
    </div>
  )
}

type ColumnHeaderProps = {
  readonly column: SortColumn
  readonly label: string
  readonly sort: Sort
  readonly onSort: (sort: Sort) => void
  readonly end?: boolean
}

const ColumnHeader = ({ column, label, sort, onSort, end = false }: ColumnHeaderProps) => {
  const current = sort.column === column
  return (
    <span
      role="columnheader"
      aria-sort={current ? (sort.descending ? 'descending' : 'ascending') : 'none'}
      className={`flex ${end ? 'justify-end' : ''}`}
    >
      <button
        type="button"
        tabIndex={-1}
        onClick={() => onSort({ column, descending: current && !sort.descending })}
        className={`-mx-1 flex items-center gap-0.5 rounded px-1 hover:text-text ${current ? 'font-medium text-muted' : ''}`}
      >
        {label}
        {current &&
          (sort.descending ? (
            <ChevronDown aria-hidden className="size-3" />
          ) : (
            <ChevronUp aria-hidden className="size-3" />
          ))}
      </button>
    </span>
  )
}
