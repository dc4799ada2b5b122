import { MessagesSquare } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { shortcut } from '../../lib/platform.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Kbd } from '../../ui/kbd.tsx'

/** The right side while no space is open: it teaches the keyboard instead of being empty. */
export const PickSpace = () => {
  const { t } = useTranslation()
  const keys = [
    [t('inbox.pickCommand'), shortcut('K')],
    [t('inbox.pickSearch'), shortcut('F')],
    [t('inbox.pickShortcuts'), '?'],
  ] as const
  return (
    <EmptyState icon={<MessagesSquare />} title={t('inbox.pickTitle')} text={t('inbox.pickText')}>
      <dl className="grid grid-cols-[auto_auto] items-center gap-x-4 gap-y-1.5 text-left text-muted">
        {keys.map(([label, key]) => (
          <div key={label} className="contents">
            <dt>{label}</dt>
            <dd className="text-right">
              <Kbd>{key}</Kbd>
            </dd>
          </div>
        ))}
      </dl>
    </EmptyState>
  )
}
