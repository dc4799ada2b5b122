import { Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { showTransfers, type TransfersPart } from '../../app/place.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'

type TransfersPartsProps = { readonly part: TransfersPart; readonly onAdd: () => void }

/** In the Transfers screen's header: what goes by hand, or what goes by itself. */
export const TransfersParts = ({ part, onAdd }: TransfersPartsProps) => {
  const { t } = useTranslation()
  return (
    <>
      <Choice
        hideLabel
        label={t('watch.part')}
        value={part}
        onChange={showTransfers}
        options={[
          { value: 'jobs', label: t('watch.jobs') },
          { value: 'watch', label: t('watch.title') },
        ]}
      />
      {part === 'watch' && (
        <div className="ml-auto">
          <Button icon={<Plus aria-hidden />} onClick={onAdd}>
            {t('watch.add')}
          </Button>
        </div>
      )}
    </>
  )
}
