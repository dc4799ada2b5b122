import { CircleDashed } from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { SpaceSummary } from '../../../core/space.ts'
import { openSpace } from '../../app/place.ts'
import { classes } from '../../lib/class-names.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { listTime } from '../../lib/time.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { ageWords, secondLine } from './view.ts'
import { formatLocale } from '../../lib/locale.ts'

type SpaceRowProps = {
  readonly space: SpaceSummary
  readonly now: number
  readonly compact: boolean
  readonly open: boolean
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
  const { space, now, compact, open, active } = props
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
  return (
    <div
      id={`space-${space.id}`}
      role="option"
      aria-selected={open}
      aria-posinset={props.position}
      aria-setsize={props.size}
      aria-label={[name, line.text, time, waiting].filter((part) => part !== '').join(', ')}
      aria-description={unread}
      onClick={() => openSpace(space.id)}
      className={classes(
        'absolute inset-x-0 top-0 grid items-center gap-x-2.5 pr-4 pl-3.5 [contain:content]',
        compact ? 'grid-cols-[24px_minmax(0,1fr)]' : 'grid-cols-[34px_minmax(0,1fr)]',
        open ? 'bg-sel shadow-[inset_2px_0_var(--accent)]' : 'hover:bg-hover',
        active && 'group-focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]',
      )}
      style={{ height: props.height, transform: `translateY(${props.top}px)` }}
    >
      <Avatar
        name={space.name}
        id={space.id}
        shape="tile"
        size={compact ? 'tiny' : 'normal'}
        className={compact ? 'rounded-md!' : ''}
      />
      <div className="min-w-0">
        <p className="flex items-baseline gap-2">
          <span
            className={classes('min-w-0 flex-1 truncate', space.unread > 0 ? 'font-semibold' : 'font-medium')}
          >
            {name}
          </span>
          <span className="shrink-0 text-2xs text-faint tabular-nums">{time}</span>
        </p>
        <p className={classes('flex items-center gap-2', compact ? '-mt-px h-4 text-xs' : 'h-[18px]')}>
          <span className={classes('min-w-0 flex-1 truncate', lineTones[line.tone])}>
            {line.tone === 'warn' && <CircleDashed aria-hidden className="mr-1 inline size-3 align-[-1px]" />}
            {line.text}
          </span>
          {space.unread > 0 ? (
            <span className="grid h-[18px] min-w-[18px] shrink-0 place-items-center rounded-full bg-accent px-1 text-2xs font-semibold text-on-accent tabular-nums">
              {space.unread > 99 ? '99+' : space.unread}
            </span>
          ) : (
            <span
              className={classes(
                'shrink-0 text-2xs',
                space.waiting?.on === 'us' ? 'font-medium text-warn' : 'text-faint max-[1180px]:hidden',
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

const waitingWords = (
  waiting: NonNullable<SpaceSummary['waiting']>,
  now: number,
  t: Parameters<typeof ageWords>[2],
): string => {
  const words = { age: ageWords(waiting.since, now, t) }
  return waiting.on === 'us' ? t('inbox.onUs', words) : t('inbox.onClient', words)
}
