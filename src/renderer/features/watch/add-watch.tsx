import { FolderOpen } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../../../core/failure.ts'
import type { FileId } from '../../../core/file.ts'
import type { PortalId } from '../../../core/portal.ts'
import type { SpaceId } from '../../../core/space.ts'
import type { DropId } from '../../../core/transfers/views.ts'
import type { WatchChoices } from '../../../core/transfers/watch-views.ts'
import { usePortal, usePortals } from '../../app/context.ts'
import { goTo, showTransfers } from '../../app/place.ts'
import { say } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField } from '../../ui/field.tsx'
import { FailureNotice } from '../../ui/notice.tsx'
import { lastName } from '../compare/view.ts'
import { TargetFolder } from './target-folder.tsx'

type AddWatchProps = {
  /** Where the files are to go, when that is known already. */
  readonly target?: { readonly spaceId: SpaceId; readonly folderId: FileId | null }
  readonly onClose: () => void
}

const choiceWords = {
  subfolders: 'watch.subfolders',
  existing: 'watch.existing',
  silent: 'watch.quiet',
} as const

/** A folder of this computer, a place in a space, and what counts: then it is watched. */
export const AddWatch = ({ target, onClose }: AddWatchProps) => {
  const { t } = useTranslation()
  const portals = usePortals()
  const current = usePortal()
  const [portalId, setPortalId] = useState<PortalId>(current.id)
  const [spaceId, setSpaceId] = useState<SpaceId | null>(target?.spaceId ?? null)
  const [folderId, setFolderId] = useState<FileId | null>(target?.folderId ?? null)
  const [folder, setFolder] = useState<{ dropId: DropId; path: string } | null>(null)
  const [choices, setChoices] = useState<WatchChoices>({ subfolders: true, existing: false, silent: false })
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const spaces = useQuery(`watch spaces ${portalId}`, () => foyer()['spaces.list']({ portalId }))

  const problem = failure ?? spaces.failure

  const choose = async (): Promise<void> => {
    const answer = await settle(foyer()['watch.choose'](undefined))
    if (!answer.ok) setFailure(answer.error)
    else if (answer.value.folder !== null) {
      setFailure(null)
      // The bridge types the id as plain text; the schema on the other side brands it.
      setFolder({ ...answer.value.folder, dropId: answer.value.folder.dropId })
    }
  }
  const start = async (): Promise<void> => {
    if (folder === null || spaceId === null || busy) return
    setBusy(true)
    const asked = { portalId, spaceId, folderId, dropId: folder.dropId, choices }
    const answer = await settle(foyer()['watch.add'](asked))
    setBusy(false)
    if (!answer.ok) {
      setFailure(answer.error)
      return
    }
    say(t('watch.started', { name: inertLine(lastName(folder.path)) }))
    showTransfers('watch')
    goTo('transfers')
    onClose()
  }

  return (
    <Dialog label={t('watch.addLabel')} begin="dialog" onClose={onClose}>
      <form
        className="contents"
        onSubmit={(event) => {
          event.preventDefault()
          void start()
        }}
      >
        <h2 className="shrink-0 px-6 pt-5 pb-1 text-[15px] title-tight">{t('watch.addLabel')}</h2>
        <div className="flex min-h-0 flex-col gap-4 overflow-y-auto px-6 py-3">
          <div>
            <p className="mb-1 font-medium">{t('watch.folder')}</p>
            <div className="flex items-center gap-3">
              <Button icon={<FolderOpen aria-hidden />} onClick={() => void choose()}>
                {folder === null ? t('watch.choose') : t('watch.chooseOther')}
              </Button>
              <p className="min-w-0 flex-1 truncate text-muted select-text" dir="auto" role="status">
                {folder === null ? t('watch.noFolder') : inertLine(folder.path)}
              </p>
            </div>
          </div>
          {portals.length > 1 && target === undefined && (
            <SelectField
              label={t('watch.portal')}
              value={portalId}
              onChange={(event) => {
                setPortalId(event.target.value as PortalId)
                setSpaceId(null)
                setFolderId(null)
              }}
            >
              {portals.map(({ id, name }) => (
                <option key={id} value={id}>
                  {inertLine(name)}
                </option>
              ))}
            </SelectField>
          )}
          <SelectField
            label={t('watch.space')}
            value={spaceId ?? ''}
            disabled={spaces.value === undefined}
            onChange={(event) => {
              setSpaceId(event.target.value === '' ? null : (event.target.value as SpaceId))
              setFolderId(null)
            }}
          >
            <option value="">{t('watch.chooseSpace')}</option>
            {(spaces.value ?? []).map(({ id, name }) => (
              <option key={id} value={id}>
                {inertLine(name)}
              </option>
            ))}
          </SelectField>
          {spaceId !== null && (
            <TargetFolder portalId={portalId} spaceId={spaceId} folderId={folderId} onChange={setFolderId} />
          )}
          <fieldset className="flex flex-col gap-2">
            {(['subfolders', 'existing', 'silent'] as const).map((key) => (
              <label key={key} className="flex items-center gap-2">
                <input
                  type="checkbox"
                  checked={choices[key]}
                  onChange={(event) => setChoices({ ...choices, [key]: event.target.checked })}
                  className="size-4 accent-accent"
                />
                {t(choiceWords[key])}
              </label>
            ))}
          </fieldset>
          {problem !== undefined && <FailureNotice failure={problem} />}
        </div>
        <footer className="flex shrink-0 items-center justify-end gap-2 border-t border-line px-6 py-3">
          <p className="mr-auto min-w-0 text-xs text-muted">{t('watch.promise')}</p>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" disabled={busy || folder === null || spaceId === null}>
            {t('watch.start')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
