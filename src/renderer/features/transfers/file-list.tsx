import { ContextMenu } from 'radix-ui'
import { useCallback, useEffect, useId, useState, type KeyboardEvent, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Show } from '../../../core/transfers/show.ts'
import type { JobView } from '../../../core/transfers/views.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { useRows } from '../../lib/use-rows.ts'
import { FileLine, fileColumns } from './file-line.tsx'
import { FileMenu } from './file-menu.tsx'
import { useFilePages } from './use-file-pages.ts'

const rowHeight = 28

type FileListProps = { readonly job: JobView; readonly only: Show; readonly search: string }

/** Only the rows in view exist, and only their pages are read: 100,000 files cost what 50 do (T1.91). */
export const FileList = ({ job, only, search }: FileListProps) => {
  const { t } = useTranslation()
  const id = useId()
  const [cursor, setCursor] = useState<number | null>(null)
  const { files, bytes } = job
  const standing = [job.state, bytes.done, ...Object.values(files)].join()
  const { total, row, show } = useFilePages(job, only, search, standing)
  const count = total ?? 0
  const { scroller, places, first, last, height, scrollTo } = useRows({
    ...{ count, height: rowHeight, listHeight: 600, lend: true },
  })
  useEffect(() => show(first, last), [show, first, last])

  const moveTo = useCallback(
    (index: number): void => {
      const next = Math.min(count - 1, Math.max(0, index))
      if (next < 0) return
      setCursor(next)
      scrollTo(next)
    },
    [count, scrollTo],
  )

  /** The menu opens at the row, as it does for a pointer. */
  const openMenu = (index: number): void => {
    const element = document.getElementById(`${id}-${index}`)
    const box = element?.getBoundingClientRect()
    if (element === null || box === undefined) return
    const [clientX, clientY] = [box.left + 48, box.top + box.height]
    element.dispatchEvent(
      new window.MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX, clientY }),
    )
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return
    const step = steps[event.key]
    const isMenu = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)
    if (step !== undefined) moveTo(cursor === null ? (step < 0 ? count - 1 : 0) : cursor + step)
    else if ((event.key === 'Enter' || isMenu) && cursor !== null) openMenu(cursor)
    else return
    event.preventDefault()
  }
  const pick = useCallback((event: MouseEvent, index: number): void => {
    setCursor(index)
    if (event.type === 'click' && (event.target as Element).closest('[data-more]') !== null) {
      event.currentTarget.dispatchEvent(
        new window.MouseEvent('contextmenu', {
          ...{ bubbles: true, cancelable: true, clientX: event.clientX, clientY: event.clientY },
        }),
      )
    }
  }, [])

  const picked = cursor === null ? undefined : row(cursor)
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild>
        <div
          ref={scroller}
          role="grid"
          aria-label={t('transfers.filesOf', { title: inertLine(job.title) })}
          aria-rowcount={total === null ? -1 : count + 1}
          aria-colcount={3}
          tabIndex={0}
          onKeyDown={onKeyDown}
          onFocus={(event) => {
            if (event.target === event.currentTarget && cursor === null && count > 0) setCursor(first)
          }}
          {...(cursor !== null && cursor >= first && cursor <= last
            ? { 'aria-activedescendant': `${id}-${cursor}` }
            : {})}
          className="group/list relative min-h-0 flex-1 overflow-y-auto outline-none"
        >
          <div role="rowgroup" className="sr-only">
            <div role="row" aria-rowindex={1}>
              <span role="columnheader">{t('panel.columns.name')}</span>
              <span role="columnheader">{t('panel.columns.state')}</span>
              <span role="columnheader">{t('panel.columns.size')}</span>
            </div>
          </div>
          {total === 0 ? (
            <p role="presentation" className="px-4 py-8 text-center text-muted appear">
              {search === '' ? t(`panel.none.${only}`) : t('panel.none.search', { search })}
            </p>
          ) : (
            <div role="rowgroup" className="relative" style={{ height }}>
              {places.map(({ key, index, top }) => (
                <FileLine
                  key={key}
                  id={`${id}-${index}`}
                  row={row(index)}
                  jobState={job.state}
                  download={job.direction === 'download'}
                  index={index}
                  top={top}
                  height={rowHeight}
                  active={index === cursor}
                  onPick={pick}
                />
              ))}
            </div>
          )}
          {total === null && <Reading />}
        </div>
      </ContextMenu.Trigger>
      {picked !== undefined && <FileMenu job={job} row={picked} onClosed={() => scroller.current?.focus()} />}
    </ContextMenu.Root>
  )
}

const steps: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 12,
  PageUp: -12,
  Home: -10_000_000,
  End: 10_000_000,
}

/** Until the first page is there; a wait shorter than a blink shows nothing. */
const Reading = () => (
  <div aria-hidden className="appear-late">
    {[64, 42, 55, 48, 60].map((width) => (
      <div key={width} className={fileColumns} style={{ height: rowHeight }}>
        <span className="size-3.5 rounded-full bg-skeleton" />
        <span className="h-2.5 rounded bg-skeleton" style={{ width: `${width}%` }} />
      </div>
    ))}
  </div>
)
