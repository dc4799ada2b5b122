import { FolderTree, MessageSquare, ShieldCheck, UsersRound, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../../../core/failure.ts'
import type { SpaceId } from '../../../core/space.ts'
import { usePortal } from '../../app/context.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureNotice, Notice } from '../../ui/notice.tsx'

type ExportSpaceProps = {
  readonly spaceId: SpaceId
  readonly name: string
  readonly onClose: () => void
}

const parts = [
  ['messages', MessageSquare],
  ['files', FolderTree],
  ['members', UsersRound],
  ['manifest', ShieldCheck],
] as const satisfies readonly (readonly [string, LucideIcon])[]

/** Says what an export is and what it is not, then asks where it goes. */
export const ExportSpace = ({ spaceId, name, onClose }: ExportSpaceProps) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const start = async (): Promise<void> => {
    setBusy(true)
    setFailure(null)
    const answer = await settle(foyer()['exports.start']({ portalId, spaceId }))
    setBusy(false)
    if (!answer.ok) setFailure(answer.error)
    else if (answer.value.jobId !== null) onClose()
  }
  return (
    <Dialog label={t('export.label')} width="normal" begin="dialog" onClose={onClose}>
      <div className="flex flex-col gap-4 overflow-y-auto px-6 pt-5 pb-5">
        <div>
          <h2 className="text-[15px] title-tight">{t('export.label')}</h2>
          <p className="truncate text-muted">{name}</p>
        </div>
        <ul className="flex flex-col gap-2.5">
          {parts.map(([part, Icon]) => (
            <li key={part} className="flex gap-3">
              <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-faint" />
              <p>
                <span className="font-medium">{t(`export.parts.${part}`)}</span>{' '}
                <span className="text-muted">{t(`export.partTexts.${part}`)}</span>
              </p>
            </li>
          ))}
        </ul>
        <Notice tone="info">{t('export.plain')}</Notice>
        {failure !== null && <FailureNotice failure={failure} />}
      </div>
      <footer className="flex shrink-0 items-center justify-end gap-2 border-t border-line px-6 py-3">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button look="primary" disabled={busy} onClick={() => void start()}>
          {t('export.start')}
        </Button>
      </footer>
    </Dialog>
  )
}
