import { FolderSync } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureState } from '../../ui/failure-state.tsx'
import { useWatches } from './use-watches.ts'
import { ListSkeleton } from '../../ui/list-skeleton.tsx'
import { WatchCard } from './watch-card.tsx'

/** Every watched folder, of every portal. */
export const WatchList = ({ onAdd }: { readonly onAdd: () => void }) => {
  const { t } = useTranslation()
  const { list, failure, reload } = useWatches()
  if (list === undefined) {
    return failure === null ? <ListSkeleton /> : <FailureState failure={failure} onRetry={reload} />
  }
  if (list.length === 0) {
    return (
      <EmptyState icon={<FolderSync />} title={t('watch.emptyTitle')} text={t('watch.emptyText')}>
        <Button look="primary" onClick={onAdd}>
          {t('watch.add')}
        </Button>
      </EmptyState>
    )
  }
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <ul aria-label={t('watch.title')} className="mx-auto max-w-[860px] divide-y divide-line px-1 py-1">
        {list.map((watch) => (
          <WatchCard key={watch.id} watch={watch} onChange={reload} />
        ))}
      </ul>
    </div>
  )
}
