import { Activity, ArrowDownToLine, ArrowUpFromLine, FilePlus2, MessageSquare } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ActivityItem, SpaceId } from '../../../core/space.ts'
import { usePortal } from '../../app/context.ts'
import { foyer } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { tableTime } from '../../lib/time.ts'
import { useNow } from '../../lib/use-now.ts'
import { useQuery } from '../../lib/use-query.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureState } from '../../ui/failure-state.tsx'
import { ListSkeleton } from '../../ui/list-skeleton.tsx'
import { formatLocale } from '../../lib/locale.ts'

const icons = {
  message: MessageSquare,
  file: FilePlus2,
  upload: ArrowUpFromLine,
  download: ArrowDownToLine,
} as const

/** What happened in the space, newest first. */
export const ActivityTab = ({ spaceId }: { readonly spaceId: SpaceId }) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const now = useNow()
  const items = useQuery(
    `activity ${portalId} ${spaceId}`,
    () => foyer()['spaces.activity']({ portalId, spaceId, limit: 200 }),
    { portalId, spaceId, topics: ['messages', 'files'] },
  )
  if (items.value === undefined) {
    return items.failure === undefined ? (
      <ListSkeleton />
    ) : (
      <FailureState failure={items.failure} onRetry={items.reload} />
    )
  }
  if (items.value.length === 0) {
    return <EmptyState icon={<Activity />} title={t('space.noActivity')} text={t('space.noActivityText')} />
  }
  const words = { today: t('common.today'), yesterday: t('common.yesterday') }
  return (
    <ol
      aria-label={t('space.tabs.activity')}
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto px-3 py-2 focus-visible:-outline-offset-2"
    >
      {items.value.map((item) => (
        <li
          key={`${item.kind}-${item.id}`}
          className="grid grid-cols-[20px_minmax(0,1fr)_auto] items-center gap-2.5 rounded-lg px-2 py-1.5 hover:bg-hover"
        >
          <Icon kind={item.kind} />
          <p className="truncate">
            {item.author !== null && <span className="font-medium">{inertLine(item.author)} </span>}
            <span className="text-muted">{t(`space.activity.${item.kind}`)}</span> {inertLine(item.title)}
          </p>
          <span className="text-2xs text-faint tabular-nums">
            {tableTime(item.at, now, formatLocale(), words)}
          </span>
        </li>
      ))}
    </ol>
  )
}

const Icon = ({ kind }: { readonly kind: ActivityItem['kind'] }) => {
  const Shape = icons[kind]
  return <Shape aria-hidden className="size-4 text-faint" />
}
