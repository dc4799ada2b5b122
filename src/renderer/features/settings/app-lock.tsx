import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { lockMinutes } from '../../../core/lock-minutes.ts'
import { useSettings } from '../../app/context.ts'
import { lockNow } from '../../app/lock-now.ts'
import { foyer } from '../../lib/foyer.ts'
import { shortcut } from '../../lib/platform.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/field.tsx'
import { changeSettings } from './change-settings.ts'
import { PassphraseSheet, type PassphraseDeed } from './passphrase-sheet.tsx'

/** Whether a passphrase stands before the window, and after how long. */
export const AppLock = () => {
  const { t } = useTranslation()
  const { lockAfterMinutes } = useSettings()
  const state = useQuery('lock', () => foyer()['lock.state'](undefined))
  const [deed, setDeed] = useState<PassphraseDeed | null>(null)
  if (state.value === undefined) return null
  const { enabled } = state.value
  const minutes = [...new Set([...lockMinutes, lockAfterMinutes])].sort((a, b) => a - b)
  return (
    <>
      <p className="max-w-[60ch] text-pretty text-muted">{enabled ? t('lock.on') : t('lock.off')}</p>
      {enabled && (
        <SelectField
          label={t('lock.after')}
          value={lockAfterMinutes}
          onChange={(event) => void changeSettings({ lockAfterMinutes: Number(event.target.value) })}
          className="mt-4 max-w-80"
        >
          {minutes.map((count) => (
            <option key={count} value={count}>
              {t('lock.minutes', { count })}
            </option>
          ))}
        </SelectField>
      )}
      <div className="mt-4 flex flex-wrap gap-2">
        {enabled ? (
          <>
            <Button title={shortcut('⇧ L')} onClick={lockNow}>
              {t('lock.now')}
            </Button>
            <Button onClick={() => setDeed('change')}>{t('lock.change')}</Button>
            <Button onClick={() => setDeed('remove')}>{t('lock.remove')}</Button>
          </>
        ) : (
          <Button onClick={() => setDeed('set')}>{t('lock.set')}</Button>
        )}
      </div>
      {deed !== null && (
        <PassphraseSheet
          deed={deed}
          onClose={() => {
            setDeed(null)
            state.reload()
          }}
        />
      )}
    </>
  )
}
