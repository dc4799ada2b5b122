import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../../../core/failure.ts'
import { say } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { FailureNotice } from '../../ui/notice.tsx'
import type { Target } from './take-files.ts'

export const NewFolder = ({ target, onClose }: { readonly target: Target; readonly onClose: () => void }) => {
  const { t } = useTranslation()
  const field = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const create = async (): Promise<void> => {
    const name = field.current?.value.trim() ?? ''
    if (name === '' || busy) {
      field.current?.focus()
      return
    }
    setBusy(true)
    const { portalId, spaceId, folderId } = target
    const answer = await settle(foyer()['files.createFolder']({ portalId, spaceId, folderId, name }))
    setBusy(false)
    if (answer.ok) {
      say(t('files.created', { name: inertLine(name) }))
      onClose()
    } else setFailure(answer.error)
  }
  return (
    <Dialog label={t('files.newFolder')} width="narrow" onClose={onClose}>
      <form
        className="flex flex-col gap-4 p-5"
        onSubmit={(event) => {
          event.preventDefault()
          void create()
        }}
      >
        <div>
          <h2 className="text-[15px] title-tight">{t('files.newFolder')}</h2>
          <p className="truncate text-muted">{t('files.folderIn', { path: target.path })}</p>
        </div>
        <TextField ref={field} label={t('files.folderName')} maxLength={255} autoFocus disabled={busy} />
        {failure !== null && <FailureNotice failure={failure} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" disabled={busy}>
            {t('files.create')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
