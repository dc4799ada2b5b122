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
import { usePages } from '../../lib/use-pages.ts'
import { Button } from '../../ui/button.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'

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
  const [reach, setReach] = useState<'rest' | 'all'>('rest')
  const { row, show, counts, decide } = useChoices(planId)
  const now = useNow()
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
      <VirtualList
        label={t('conflict.list')}
        count={count}
        rowHeight={rowHeight}
        onShow={show}
        className="max-h-56"
      >
        {(index) => (
          <ChoiceLine row={row(index)} now={now} onChoose={(number, choice) => decide({ number }, choice)} />
        )}
      </VirtualList>
    </div>
  )
}

const select =
  'h-6 rounded-md border border-line-strong bg-panel px-1.5 text-xs text-text hover:border-muted focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent'

type Which = Parameters<ReturnType<typeof foyer>['uploads.decide']>[0]['which']

const useChoices = (planId: PlanId) => {
  const [counts, setCounts] = useState<Counts | null>(null)
  const read = useCallback(
    async (offset: number, limit: number): Promise<readonly ConflictRow[] | null> => {
      const answer = await settle(foyer()['uploads.conflicts']({ planId, offset, limit }))
      if (!answer.ok) return null
      setCounts(answer.value.choices)
      return answer.value.rows
    },
    [planId],
  )
  const { row, show, reload } = usePages(read, pageSize)
  const decide = (which: Which, choice: ConflictChoice): void => {
    void settle(foyer()['uploads.decide']({ planId, which, choice })).then((answer) => {
      if (!answer.ok) sayFailure(answer.error)
      reload()
    })
  }
  return { row, show, counts, decide }
}

type ChoiceLineProps = {
  readonly row: ConflictRow | undefined
  readonly now: number
  readonly onChoose: (number: number, choice: ConflictChoice) => void
}

const ChoiceLine = ({ row, now, onChoose }: ChoiceLineProps) => {
  const { t } = useTranslation()
  const words = { today: t('common.today'), yesterday: t('common.yesterday') }
  const time = (at: number): string => tableTime(at, now, formatLocale(), words)
  return (
    <div className="flex h-full items-center gap-3 border-b border-line px-3">
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
