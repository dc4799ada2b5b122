import { LayoutGrid } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Screen } from '../../ui/screen.tsx'

/** Says where apps are managed: this version does not, and does not look as if it did. */
export const AppsScreen = () => {
  const { t } = useTranslation()
  return (
    <Screen title={t('apps.title')}>
      <EmptyState icon={<LayoutGrid />} title={t('apps.emptyTitle')} text={t('apps.emptyText')} />
    </Screen>
  )
}
