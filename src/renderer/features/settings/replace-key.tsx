import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../../../core/failure.ts'
import type { KeyKeeping, PortalView } from '../../../core/portal.ts'
import { say } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/notice.tsx'
import { KeyField } from '../connect/key-field.tsx'
import { offersSession } from '../connect/view.ts'

type ReplaceKeyProps = { readonly portal: PortalView; readonly onClose: () => void }

export const ReplaceKey = ({ portal, onClose }: ReplaceKeyProps) => {
  const { t } = useTranslation()
  const field = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const title = t('settings.replaceTitle', { name: inertLine(portal.name) })

  const replace = async (keeping: KeyKeeping): Promise<void> => {
    const input = field.current
    if (input === null || busy) return
    const key = input.value.trim()
    input.value = ''
    if (key === '') {
      input.focus()
      return
    }
    setBusy(true)
    setFailure(null)
    const answer = await settle(foyer()['portals.replaceKey']({ portalId: portal.id, key, keeping }))
    setBusy(false)
    if (answer.ok) {
      say(t('settings.replaced'))
      onClose()
      return
    }
    if (answer.error.code !== 'key-refused') input.value = key
    setFailure(answer.error)
  }

  return (
    <Dialog label={title} width="narrow" onClose={onClose}>
      <form
        className="flex flex-col gap-4 p-5"
        onSubmit={(event) => {
          event.preventDefault()
          void replace('keychain')
        }}
      >
        <div>
          <h2 className="text-[15px] title-tight">{title}</h2>
          <p className="text-muted">{t('settings.replaceText')}</p>
        </div>
        <KeyField ref={field} disabled={busy} />
        {failure !== null && (
          <FailureNotice failure={failure}>
            {offersSession(failure.code) && (
              <Button className="mt-2" disabled={busy} onClick={() => void replace('session')}>
                {t('connect.session')}
              </Button>
            )}
          </FailureNotice>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" disabled={busy}>
            {t('settings.replaceKey')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
