import { ArrowLeft } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImportId } from '../../../core/people/import-views.ts'
import { goTo } from '../../app/place.ts'
import { Button } from '../../ui/button.tsx'
import { Screen } from '../../ui/screen.tsx'
import { ImportSheet } from './import-sheet.tsx'
import { ImportSource } from './import-source.tsx'

/** P1.1 to P1.13: people from a table or from Foundry, planned, shown, and written once a person said so. */
export const ImportScreen = () => {
  const { t } = useTranslation()
  const [opened, setOpened] = useState<ImportId | null>(null)
  return (
    <Screen
      title={t('import.title')}
      aside={
        <Button
          look="quiet"
          size="small"
          icon={<ArrowLeft aria-hidden />}
          onClick={() => (opened === null ? goTo('people') : setOpened(null))}
        >
          {opened === null ? t('import.back') : t('import.other')}
        </Button>
      }
    >
      {opened === null ? (
        <ImportSource onOpen={setOpened} />
      ) : (
        <ImportSheet key={opened} importId={opened} onClose={() => setOpened(null)} />
      )}
    </Screen>
  )
}
