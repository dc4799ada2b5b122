import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../../../core/failure.ts'
import { say } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { FailureNotice, Notice } from '../../ui/notice.tsx'

export type PassphraseDeed = 'set' | 'change' | 'remove'

const shortest = 8

/** Sets, changes or removes the passphrase. Like a key, it is never in React's state. */
export const PassphraseSheet = ({
  deed,
  onClose,
}: {
  readonly deed: PassphraseDeed
  readonly onClose: () => void
}) => {
  const { t } = useTranslation()
  const form = useRef<HTMLFormElement>(null)
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<'short' | 'differ' | Failure | null>(null)
  const title = t(`lock.${deed}Title`)
  const typed = (name: string): string => {
    const field = form.current?.elements.namedItem(name)
    return field instanceof HTMLInputElement ? field.value : ''
  }

  const doIt = async (): Promise<void> => {
    const passphrase = typed('fresh')
    if (deed !== 'remove' && passphrase.length < shortest) {
      setWrong('short')
      return
    }
    if (deed !== 'remove' && passphrase !== typed('again')) {
      setWrong('differ')
      return
    }
    setBusy(true)
    const current = typed('current')
    const answer = await settle(
      deed === 'remove'
        ? foyer()['lock.remove']({ current })
        : foyer()['lock.set']({ passphrase, current: deed === 'set' ? null : current }),
    )
    setBusy(false)
    if (!answer.ok) {
      setWrong(answer.error)
      return
    }
    say(deed === 'remove' ? t('lock.removed') : t('lock.setDone'))
    onClose()
  }

  const field = { type: 'password', maxLength: 200, disabled: busy } as const
  return (
    <Dialog label={title} width="narrow" onClose={onClose}>
      <form
        ref={form}
        className="flex flex-col gap-4 p-5"
        onSubmit={(event) => {
          event.preventDefault()
          void doIt()
        }}
      >
        <div>
          <h2 className="text-[15px] title-tight">{title}</h2>
          {deed !== 'remove' && <p className="text-muted">{t('lock.setText')}</p>}
        </div>
        {deed !== 'set' && <TextField {...field} name="current" label={t('lock.current')} />}
        {deed !== 'remove' && (
          <>
            <TextField {...field} name="fresh" label={t('lock.fresh')} />
            <TextField {...field} name="again" label={t('lock.again')} />
          </>
        )}
        {wrong !== null &&
          (typeof wrong === 'string' ? (
            <Notice tone="bad" role="alert">
              {t(`lock.${wrong}`)}
            </Notice>
          ) : (
            <FailureNotice failure={wrong} />
          ))}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look={deed === 'remove' ? 'danger' : 'primary'} type="submit" disabled={busy}>
            {deed === 'remove' ? t('lock.remove') : t('common.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
