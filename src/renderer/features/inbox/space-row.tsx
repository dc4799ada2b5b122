import { AlarmClock, Check, CircleDashed, Pin } from 'lucide-react'
import { memo, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { SpaceSummary } from '../../../core/space.ts'
import { openSpace, usePlace } from '../../app/place.ts'
import { classes } from '../../lib/class-names.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { dayHeading, clockTime, listTime } from '../../lib/time.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { selectUpTo, setCursor, toggleSelected } from './inbox-store.ts'
import { ageWords, secondLine } from './view.ts'
import { formatLocale } from '../../lib/locale.ts'

type SpaceRowProps = {
  readonly space: SpaceSummary
  readonly now: number
  readonly compact: boolean
  readonly open: boolean
  /** Among those the next action is about. */
  readonly selected: boolean
  /** Some row is selected: every row shows its box. */
  readonly selecting: boolean
  /** Where the keyboard is. */
  readonly active: boolean
  readonly position: number
  readonly size: number
  readonly top: number
  readonly height: number
}

const lineTones = { plain: 'text-muted', draft: 'text-accent-text', warn: 'text-warn' } as const

export const SpaceRow = memo((props: SpaceRowProps) => {
  const { t } = useTranslation()
  const { space, now, compact, open, selected, selecting, active } = props
  const name = inertLine(space.name)
  const line = secondLine(space, t)
  const time =
    space.newest === null
      ? ''
      : listTime(space.newest.at, now, formatLocale(), {
          today: t('common.today'),
          yesterday: t('common.yesterday'),
        })
  const waiting = space.waiting === null ? '' : waitingWords(space.waiting, now, t)
  const unread = space.unread > 0 ? t('inbox.unread', { count: space.unread }) : ''
  const place = placeWords(space, now, t)
  const onClick = (event: MouseEvent): void => {
    if (event.shiftKey) selectUpTo(space.id, usePlace.getState().spaceId)
    else if (event.ctrlKey || event.metaKey) toggleSelected(space.id)
    else {
      setCursor(space.id)
      openSpace(space.id)
    }
  }
  return (
    <div
      id={`space-${space.id}`}
      role="option"
      aria-selected={selecting ? selected : open}
      aria-posinset={props.position}
      aria-setsize={props.size}
      aria-label={[name, line.text, time, waiting, space.pinned ? t('inboxMore.pinned') : '', place]
        .filter((part) => part !== '')
        .join(', ')}
      aria-description={unread}
      onClick={onClick}
      className={classes(
        'group/row absolute inset-x-0 top-0 grid items-center gap-x-2.5 pr-4 pl-3.5 [contain:content]',
        compact ? 'grid-cols-[24px_minmax(0,1fr)]' : 'grid-cols-[34px_minmax(0,1fr)]',
        open ? 'bg-sel shadow-[inset_2px_0_var(--accent)]' : selected ? 'bg-accent-soft' : 'hover:bg-hover',
        active && 'group-focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]',
      )}
      style={{ height: props.height, transform: `translateY(${props.top}px)` }}
    >
      <span className="relative grid">
        <Avatar
          name={space.name}
          id={space.id}
          shape="tile"
          size={compact ? 'tiny' : 'normal'}
          className={classes(compact && 'rounded-md!', selecting ? 'invisible' : 'group-hover/row:invisible')}
        />
        {/* For the pointer; the keyboard selects with X, and the row itself says whether it is selected. */}
        <span
          aria-hidden
          onClick={(event) => {
            event.stopPropagation()
            if (event.shiftKey) selectUpTo(space.id, usePlace.getState().spaceId)
            else toggleSelected(space.id)
          }}
          className={classes(
            'absolute inset-0 place-items-center rounded-[9px]',
            selecting ? 'grid' : 'hidden group-hover/row:grid',
          )}
        >
          <span
            className={classes(
              'grid size-4 place-items-center rounded-[5px] border [&_svg]:size-3',
              selected ? 'border-accent bg-accent text-on-accent' : 'border-field-line bg-panel',
            )}
          >
            {selected && <Check strokeWidth={3} />}
          </span>
        </span>
      </span>
      <div className="min-w-0">
        <p className="flex items-baseline gap-2">
          <span
            className={classes('min-w-0 flex-1 truncate text-left', space.unread > 0 && 'font-semibold')}
            dir="auto"
          >
            {name}
          </span>
          {space.pinned && (
            <Pin aria-hidden className="size-3 shrink-0 translate-y-0.5 fill-current text-accent-text" />
          )}
          <span className="shrink-0 text-2xs text-faint tabular-nums">{time}</span>
        </p>
        <p className={classes('flex items-center gap-2', compact ? '-mt-px h-4 text-xs' : 'h-[18px]')}>
          <span className={classes('min-w-0 flex-1 truncate', lineTones[line.tone])}>
            {line.tone === 'warn' && <CircleDashed aria-hidden className="mr-1 inline size-3 align-[-1px]" />}
            {line.text}
          </span>
          {space.unread > 0 ? (
            <span className="grid h-[18px] min-w-[18px] shrink-0 place-items-center rounded-full bg-accent px-1 text-xs font-semibold text-on-accent tabular-nums">
              {space.unread > 99 ? '99+' : space.unread}
            </span>
          ) : place !== '' ? (
            <span
              title={place}
              className="flex min-w-0 shrink-0 items-center gap-1 text-2xs text-faint [&_svg]:size-3"
            >
              {space.standing === 'done' ? <Check aria-hidden /> : <AlarmClock aria-hidden />}
              <span className="max-w-32 truncate">{shortPlace(space, now, t)}</span>
            </span>
          ) : (
            <span
              className={classes(
                'shrink-0 text-2xs',
                space.waiting?.on === 'us' ? 'text-warn' : 'text-faint max-[1180px]:hidden',
              )}
            >
              {waiting}
            </span>
          )}
        </p>
      </div>
    </div>
  )
})
SpaceRow.displayName = 'SpaceRow'

const dayMs = 86_400_000

/** How long a row says that its snooze has ended. */
const returnedFor = dayMs

type Words = Parameters<typeof ageWords>[2]

/** Where a space stands, when that is not the inbox; '' when it is. */
const placeWords = (space: SpaceSummary, now: number, t: Words): string => {
  if (space.standing === 'done') return t('inboxMore.isDone')
  if (space.standing === 'snoozed') {
    return space.snoozedUntil === null
      ? t('inboxMore.snoozedAnswer')
      : t('inboxMore.snoozedUntil', { time: comingTime(space.snoozedUntil, now, t) })
  }
  return space.returnedAt !== null && now - space.returnedAt < returnedFor ? t('inboxMore.returned') : ''
}

const shortPlace = (space: SpaceSummary, now: number, t: Words): string => {
  if (space.standing !== 'snoozed') return placeWords(space, now, t)
  return space.snoozedUntil === null ? t('inboxMore.untilAnswer') : comingTime(space.snoozedUntil, now, t)
}

const comingTime = (at: number, now: number, t: Words): string => {
  const locale = formatLocale()
  const time = clockTime(at, locale)
  const today = dayHeading(now, now, locale, { today: t('common.today'), yesterday: '' })
  const day = dayHeading(at, now, locale, { today: t('common.today'), yesterday: '' })
  return day === today ? time : `${day} ${time}`
}

const waitingWords = (
  waiting: NonNullable<SpaceSummary['waiting']>,
  now: number,
  t: Parameters<typeof ageWords>[2],
): string => {
  const words = { age: ageWords(waiting.since, now, t) }
  return waiting.on === 'us' ? t('inbox.onUs', words) : t('inbox.onClient', words)
}
