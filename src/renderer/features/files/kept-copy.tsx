import { FolderOpen } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { FailureCode } from '../../../core/failure.ts'
import type { FileRow } from '../../../core/file.ts'
import type { PortalId } from '../../../core/portal.ts'
import type { SpaceId } from '../../../core/space.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'

type KeptCopyProps = {
  readonly portalId: PortalId
  readonly spaceId: SpaceId
  readonly row: FileRow
}

/** What this computer keeps of a pinned file: its copy, to be opened without the portal, or why there is none (P1.9). */
export const KeptCopy = ({ portalId, spaceId, row }: KeptCopyProps) => {
  const { t } = useTranslation()
  const kept = useQuery(`pins ${portalId} ${row.id} ${row.pin}`, () => foyer()['pins.list']({ portalId }), {
    portalId,
    spaceId,
    topics: ['files'],
  })
  const open = async (): Promise<void> => {
    const answer = await settle(foyer()['pins.open']({ portalId, fileId: row.id }))
    if (!answer.ok) sayFailure(answer.error)
  }
  const again = async (): Promise<void> => {
    const answer = await settle(foyer()['files.pin']({ portalId, spaceId, fileIds: [row.id], pinned: true }))
    if (!answer.ok) sayFailure(answer.error)
  }
  if (row.pin === 'kept') {
    return (
      <Notice tone="info">
        <p>{t('files.kept.text')}</p>
        <Button className="mt-2" icon={<FolderOpen aria-hidden />} onClick={() => void open()}>
          {t('files.kept.open')}
        </Button>
      </Notice>
    )
  }
  if (row.pin === 'waiting') return <Notice tone="info">{t('files.kept.waiting')}</Notice>
  const code = kept.value?.pins.find(({ fileId }) => fileId === row.id)?.failure ?? null
  return (
    <Notice tone="bad">
      <p className="font-semibold">{t('files.kept.failed')}</p>
      {code !== null && <Reason code={code} />}
      <Button className="mt-2" onClick={() => void again()}>
        {t('files.kept.again')}
      </Button>
    </Notice>
  )
}

const Reason = ({ code }: { readonly code: FailureCode }) => {
  const { t } = useTranslation()
  switch (code) {
    case 'no-room':
      return <p className="text-muted">{t('files.kept.noRoom')}</p>
    case 'too-large':
      return <p className="text-muted">{t('files.kept.tooLarge')}</p>
    default:
      return (
        <p className="text-muted">
          {t(`failures.${code}.title`)}. {t(`failures.${code}.next`)}
        </p>
      )
  }
}
