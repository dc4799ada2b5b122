import { LayoutGrid } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppId } from '../../../core/app.ts'
import { usePortal } from '../../app/context.ts'
import { foyer } from '../../lib/foyer.ts'
import { useQuery } from '../../lib/use-query.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureState } from '../../ui/failure-state.tsx'
import { Screen } from '../../ui/screen.tsx'
import { AppList } from './app-list.tsx'
import { AppPane } from './app-pane.tsx'

/** The portal's apps, and what each is for single people. */
export const AppsScreen = () => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const [chosen, setChosen] = useState<AppId | null>(null)
  const apps = useQuery(`apps ${portalId}`, () => foyer()['apps.list']({ portalId }))
  const shown = apps.value?.find(({ id }) => id === chosen) ?? apps.value?.[0]
  return (
    <Screen title={t('apps.title')}>
      {apps.value === undefined ? (
        apps.failure === undefined ? (
          <p role="status" className="px-5 py-4 text-muted">
            {t('common.loading')}
          </p>
        ) : (
          <FailureState failure={apps.failure} onRetry={apps.reload} />
        )
      ) : shown === undefined ? (
        <EmptyState icon={<LayoutGrid />} title={t('apps.emptyTitle')} text={t('apps.emptyText')} />
      ) : (
        <div className="flex min-h-0 flex-1">
          <AppList apps={apps.value} chosen={shown.id} onChoose={setChosen} />
          <AppPane key={shown.id} app={shown} />
        </div>
      )}
    </Screen>
  )
}
