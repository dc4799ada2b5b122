import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '../../../contract/index.ts'
import type { Failure } from '../../../core/failure.ts'
import { downloadPolicies, type DownloadPolicy } from '../../../core/transfers/download-rules.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/notice.tsx'

/** What is to be downloaded, and what it is called on the sheet. */
export type DownloadAsked = Pick<
  CallInput<'downloads.start'>,
  'portalId' | 'spaceId' | 'fileIds' | 'folderId' | 'ownFolder'
> & { readonly what: string }

type DownloadSheetProps = { readonly asked: DownloadAsked; readonly onClose: () => void }

/** Where it goes and what happens where a name is taken: asked before the first byte. */
export const DownloadSheet = ({ asked, onClose }: DownloadSheetProps) => {
  const { t } = useTranslation()
  const [policy, setPolicy] = useState<DownloadPolicy>('keep-both')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const start = async (chooseFolder: boolean): Promise<void> => {
    setBusy(true)
    setFailure(null)
    const { portalId, spaceId, fileIds, folderId, ownFolder } = asked
    const answer = await settle(
      foyer()['downloads.start']({ portalId, spaceId, fileIds, folderId, ownFolder, chooseFolder, policy }),
    )
    setBusy(false)
    if (!answer.ok) setFailure(answer.error)
    // Closed without a choice: the sheet stays, so that nothing chosen here is lost.
    else if (answer.value.jobId !== null) onClose()
  }
  return (
    <Dialog label={t('download.label')} width="normal" begin="dialog" onClose={onClose}>
      <div className="flex flex-col gap-4 overflow-y-auto px-6 pt-5 pb-5">
        <div>
          <h2 className="text-[15px] title-tight">{t('download.label')}</h2>
          <p className="truncate text-muted">{asked.what}</p>
        </div>
        <div>
          <Choice
            label={t('download.policy')}
            value={policy}
            onChange={setPolicy}
            options={downloadPolicies.map((value) => ({
              value,
              label: t(`download.policies.${value}`),
            }))}
          />
          <p className="mt-1.5 min-h-8 text-xs text-muted">{t(`download.policyHints.${policy}`)}</p>
        </div>
        {failure !== null && <FailureNotice failure={failure} />}
      </div>
      <footer className="flex shrink-0 flex-wrap items-center justify-end gap-2 border-t border-line px-6 py-3">
        <Button onClick={onClose} className="mr-auto">
          {t('common.cancel')}
        </Button>
        <Button disabled={busy} onClick={() => void start(true)}>
          {t('download.choose')}
        </Button>
        <Button look="primary" disabled={busy} onClick={() => void start(false)}>
          {t('download.start')}
        </Button>
      </footer>
    </Dialog>
  )
}
