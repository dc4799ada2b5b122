import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type {
  ConflictChoice,
  ConflictChoices as Counts,
  ConflictRow,
  PlanId,
} from '../../../core/transfers/views.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { classes } from '../../lib/class-names.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { bytes } from '../../lib/quantities.ts'
import { tableTime } from '../../lib/time.ts'
import { useNow } from '../../lib/use-now.ts'
import { Button } from '../../ui/button.tsx'

const choices: readonly ConflictChoice[] = ['new-version', 'skip', 'keep-both']
const rowHeight = 46
const pageSize = 100

type ConflictChoicesProps = {
  readonly planId: PlanId
  readonly count: number
  /** Told how many are still to be decided about. */
  readonly onOpen: (open: number) => void
}

/** T1.38: each file whose name is there already, and what happens to it; only the rows in view exist. */
export const ConflictChoices = ({ planId, count, onOpen }: ConflictChoicesProps) => {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const [reach, setReach] = useState<'rest' | 'all'>('rest')
  const { row, read, counts, decide } = useChoices(planId)
  const now = useNow()
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
  })
  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  useEffect(() => read(first, last), [read, first, last])
  const open = counts?.open
  useEffect(() => {
    if (open !== undefined) onOpen(open)
  }, [open, onOpen])

  const whole = useRef<HTMLDivElement>(null)
  // It unfolds below what was just pressed, which may be where a small window ends.
  useEffect(() => whole.current?.scrollIntoView({ block: 'nearest' }), [])

  return (
    <div ref={whole} className="mt-2 overflow-hidden rounded-[9px] border border-line">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b border-line bg-bg px-3 py-1.5 text-xs">
        <p role="status" className="mr-auto font-medium tabular-nums">
          {open === undefined ? '' : open === 0 ? t('conflict.decided') : t('conflict.left', { count: open })}
        </p>
        <span aria-hidden className="text-muted">
          {t('conflict.set')}
        </span>
        <select
          aria-label={t('conflict.reachLabel')}
          value={reach}
          onChange={(event) => setReach(event.target.value === 'all' ? 'all' : 'rest')}
          className={select}
        >
          {(['rest', 'all'] as const).map((each) => (
            <option key={each} value={each}>
              {t(`conflict.reach.${each}`)}
            </option>
          ))}
        </select>
        <span aria-hidden className="text-muted">
          {t('conflict.to')}
        </span>
        {choices.map((choice) => (
          <Button
            key={choice}
            size="small"
            disabled={reach === 'rest' && open === 0}
            onClick={() => decide(reach, choice)}
          >
            {t(`conflict.choices.${choice}`)}
          </Button>
        ))}
      </div>
      <div ref={scroller} role="list" aria-label={t('conflict.list')} className="max-h-56 overflow-y-auto">
        <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => (
            <ChoiceLine
              key={item.key}
              row={row(item.index)}
              top={item.start}
              position={item.index + 1}
              total={count}
              now={now}
              onChoose={(number, choice) => decide({ number }, choice)}
            />
          ))}
        </div>
      </div>
    </div>
  )
}

const select =
  'h-6 rounded-md border border-line-strong bg-panel px-1.5 text-xs text-text hover:border-muted focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent'

type Which = Parameters<ReturnType<typeof foyer>['uploads.decide']>[0]['which']

const useChoices = (planId: PlanId) => {
  const [rows, setRows] = useState<ReadonlyMap<number, ConflictRow>>(new Map())
  const [counts, setCounts] = useState<Counts | null>(null)
  const seen = useRef({ first: 0, last: 0, turn: 0 })

  const read = useCallback(
    (first: number, last: number): void => {
      const turn = ++seen.current.turn
      seen.current = { first, last, turn }
      const offset = Math.max(0, first - (first % pageSize))
      const limit = Math.min(500, Math.max(pageSize, last + 1 - offset))
      void settle(foyer()['uploads.conflicts']({ planId, offset, limit })).then((answer) => {
        if (!answer.ok || seen.current.turn !== turn) return
        setCounts(answer.value.choices)
        setRows(new Map(answer.value.rows.map((row, index) => [offset + index, row])))
      })
    },
    [planId],
  )
  const decide = (which: Which, choice: ConflictChoice): void => {
    void settle(foyer()['uploads.decide']({ planId, which, choice })).then((answer) => {
      if (!answer.ok) sayFailure(answer.error)
      read(seen.current.first, seen.current.last)
    })
  }
  return { row: (index: number) => rows.get(index), read, counts, decide }
}

type ChoiceLineProps = {
  readonly row: ConflictRow | undefined
  readonly top: number
  readonly position: number
  readonly total: number
  readonly now: number
  readonly onChoose: (number: number, choice: ConflictChoice) => void
}

const ChoiceLine = ({ row, top, position, total, now, onChoose }: ChoiceLineProps) => {
  const { t } = useTranslation()
  const words = { today: t('common.today'), yesterday: t('common.yesterday') }
  const time = (at: number): string => tableTime(at, now, formatLocale(), words)
  return (
    <div
      role="listitem"
      aria-posinset={position}
      aria-setsize={total}
      className="absolute inset-x-0 top-0 flex items-center gap-3 border-b border-line px-3"
      style={{ height: rowHeight, transform: `translateY(${top}px)` }}
    >
      {row !== undefined && (
        <>
          <div className="min-w-0 flex-1">
            <p className="truncate select-text" dir="auto" title={inertLine(row.path)}>
              {inertLine(row.path)}
            </p>
            <p className="truncate text-xs text-muted tabular-nums">
              {row.same
                ? t('conflict.same')
                : t('conflict.facts', {
                    size: bytes(row.size, formatLocale()),
                    time: time(row.modifiedAt),
                    thereSize: bytes(row.there.size, formatLocale()),
                    thereTime: time(row.there.at),
                  })}
            </p>
          </div>
          <select
            aria-label={t('conflict.choiceOf', { name: inertLine(row.path) })}
            value={row.choice ?? ''}
            onChange={(event) => {
              const choice = choices.find((each) => each === event.target.value)
              if (choice !== undefined) onChoose(row.number, choice)
            }}
            className={classes(select, row.choice === null && 'text-muted')}
          >
            {row.choice === null && <option value="">{t('conflict.open')}</option>}
            {choices.map((choice) => (
              <option key={choice} value={choice}>
                {t(`conflict.choices.${choice}`)}
              </option>
            ))}
          </select>
        </>
      )}
    </div>
  )
}
