import { AlarmClock, CheckCheck, ListFilterPlus, Pencil, Pin, SlidersHorizontal } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { SavedView } from '../../../core/inbox/view.ts'
import { passes } from '../../../core/inbox/view-rules.ts'
import type { SpaceSummary } from '../../../core/space.ts'
import { classes } from '../../lib/class-names.ts'
import { IconButton } from '../../ui/button.tsx'
import { MenuLater } from '../../ui/menu-later.tsx'
import { builtIn, builtInFilter, type Chosen } from './views.ts'

type ViewChipsProps = {
  readonly chosen: Chosen
  readonly saved: readonly SavedView[]
  readonly spaces: readonly SpaceSummary[]
  readonly now: number
  readonly onChoose: (chosen: Chosen) => void
  /** Opens the sheet of a view: a new one, or the saved one that is chosen. */
  readonly onEdit: (view: SavedView | null) => void
}

type Chip = { readonly key: string; readonly label: string; readonly count: number; readonly is: Chosen }

const inRow = builtIn.slice(0, 5)

export const ViewChips = ({ chosen, saved, spaces, now, onChoose, onEdit }: ViewChipsProps) => {
  const { t } = useTranslation()
  const chips = useMemo((): readonly Chip[] => {
    const count = (filter: SavedView['filter']): number =>
      spaces.reduce((sum, space) => sum + (passes(space, filter, now) ? 1 : 0), 0)
    const more = 'built' in chosen && !inRow.includes(chosen.built) ? [chosen.built] : []
    return [
      ...[...inRow, ...more].map((view) => ({
        key: view,
        label: t(`inbox.filters.${view}`),
        count: view === 'all' ? 0 : count(builtInFilter(view)),
        is: { built: view },
      })),
      ...saved.map((view) => ({
        key: view.id,
        label: view.name,
        count: count(view.filter),
        is: { saved: view.id },
      })),
    ]
  }, [spaces, saved, chosen, now, t])
  const current = 'saved' in chosen ? saved.find(({ id }) => id === chosen.saved) : undefined
  return (
    <div className="flex shrink-0 items-start pr-2">
      <div
        role="group"
        aria-label={t('inbox.filters.label')}
        className="@container -mt-1 flex min-w-0 flex-1 [scrollbar-width:none] gap-0.5 overflow-x-auto ps-2.5 pe-6 pt-1 pb-2 [mask-image:linear-gradient(to_right,black_calc(100%-1.5rem),transparent)] rtl:[mask-image:linear-gradient(to_left,black_calc(100%-1.5rem),transparent)]"
      >
        {chips.map((chip) => {
          const pressed = same(chip.is, chosen)
          return (
            <button
              key={chip.key}
              type="button"
              aria-pressed={pressed}
              onClick={() => onChoose(chip.is)}
              className={classes(
                'h-6 max-w-40 shrink-0 truncate rounded-md px-1.5 whitespace-nowrap transition-colors duration-75',
                pressed ? 'bg-chip font-semibold text-text' : 'text-muted hover:bg-hover hover:text-text',
              )}
            >
              {chip.label}
              {chip.count > 0 && (
                <span className="ml-1 hidden font-normal text-faint tabular-nums @[310px]:inline">
                  {chip.count}
                </span>
              )}
            </button>
          )
        })}
      </div>
      <MenuLater
        trigger={
          <IconButton label={t('inboxMore.moreViews')} className="size-6!">
            <SlidersHorizontal aria-hidden className="size-3.5!" />
          </IconButton>
        }
        items={[
          // In the row too, but where the list is narrow it lies beyond the edge.
          {
            label: t('inbox.filters.snoozed'),
            icon: <AlarmClock aria-hidden />,
            onSelect: () => onChoose({ built: 'snoozed' }),
          },
          {
            label: t('inbox.filters.pinned'),
            icon: <Pin aria-hidden />,
            onSelect: () => onChoose({ built: 'pinned' }),
          },
          {
            label: t('inbox.filters.done'),
            icon: <CheckCheck aria-hidden />,
            onSelect: () => onChoose({ built: 'done' }),
          },
          ...(current === undefined
            ? []
            : [
                {
                  label: t('inboxMore.editView', { name: current.name }),
                  icon: <Pencil aria-hidden />,
                  onSelect: () => onEdit(current),
                },
              ]),
          {
            label: t('inboxMore.newView'),
            icon: <ListFilterPlus aria-hidden />,
            onSelect: () => onEdit(null),
          },
        ]}
      />
    </div>
  )
}

const same = (a: Chosen, b: Chosen): boolean =>
  'built' in a ? 'built' in b && a.built === b.built : 'saved' in b && a.saved === b.saved
