import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../../../core/failure.ts'
import { usePortal } from '../../app/context.ts'
import { closeSpace, goTo, usePlace } from '../../app/place.ts'
import { say } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { FailureNotice } from '../../ui/notice.tsx'
import { type Removed, showGroup, showPerson } from './sheets.ts'

type RemoveSheetProps = { readonly what: Removed; readonly name: string; readonly onClose: () => void }

const words = { person: 'personText', group: 'groupText', space: 'spaceText' } as const

/** Deletes a person, a group or a space for everybody, once its name was typed. */
export const RemoveSheet = ({ what, name, onClose }: RemoveSheetProps) => {
  const { t } = useTranslation()
  const { id: portalId, staffMode } = usePortal()
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const shown = inertLine(name)
  const label = t(`remove.${what.kind}`, { name: shown })
  const call = () => {
    if (what.kind === 'person') return foyer()['people.remove']({ portalId, userId: what.id })
    if (what.kind === 'group') return foyer()['groups.remove']({ portalId, groupId: what.id })
    return foyer()['spaces.remove']({ portalId, spaceId: what.id })
  }
  const remove = async (): Promise<void> => {
    setBusy(true)
    setFailure(null)
    const answer = await settle(call())
    setBusy(false)
    if (!answer.ok) {
      setFailure(answer.error)
      return
    }
    if (what.kind === 'person') showPerson(null)
    else if (what.kind === 'group') showGroup(null)
    else if (usePlace.getState().spaceId === what.id) closeSpace()
    say(t('remove.done', { name: shown }))
    onClose()
  }
  return (
    <Dialog label={label} width="narrow" onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (typed.trim() === shown.trim()) void remove()
        }}
      >
        <div className="flex flex-col gap-3 px-6 pt-5 pb-5">
          <h2 className="text-[15px] break-words title-tight">{label}</h2>
          <p className="text-muted">{t(`remove.${words[what.kind]}`)}</p>
          {!staffMode && <FailureNotice failure={{ code: 'staff-mode' }} />}
          <TextField
            disabled={!staffMode}
            label={t('remove.confirm')}
            value={typed}
            placeholder={shown}
            onChange={(event) => setTyped(event.target.value)}
          />
          {failure !== null && <FailureNotice failure={failure} />}
        </div>
        <footer className="flex justify-end gap-2 border-t border-line px-6 py-3">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          {!staffMode && (
            <Button
              look="primary"
              onClick={() => {
                onClose()
                goTo('settings')
              }}
            >
              {t('remove.settings')}
            </Button>
          )}
          <Button look="danger" type="submit" disabled={!staffMode || busy || typed.trim() !== shown.trim()}>
            {t('remove.button')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
