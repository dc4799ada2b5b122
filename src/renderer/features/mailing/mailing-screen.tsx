import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MailingView } from '../../../core/writing/mailing.ts'
import { usePortal } from '../../app/context.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { useQuery } from '../../lib/use-query.ts'
import { FailureState } from '../../ui/failure-state.tsx'
import { Screen } from '../../ui/screen.tsx'
import { MailingList } from './mailing-list.tsx'
import { MailingSheet } from './mailing-sheet.tsx'
import { MailingWriter } from './mailing-writer.tsx'
import { useMailingDraft } from './use-mailing-draft.ts'

/** One message to many spaces (O1.19 to O1.22): written, shown space by space, sent, and its receipts kept. */
export const MailingScreen = () => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  /** What is shown: a mailing by its id, or the writer with what is being written. */
  const [shown, setShown] = useState<MailingView['id'] | null>(null)
  const { written, failure, change, flush, gone, discard } = useMailingDraft(portalId)
  const list = useQuery(`mailings ${portalId}`, () => foyer()['mailings.list']({ portalId }), {
    portalId,
    topics: ['mailings', 'outbox'],
  })
  const remove = async (mailingId: MailingView['id']): Promise<void> => {
    const answer = await settle(foyer()['mailings.remove']({ portalId, mailingId }))
    if (!answer.ok) sayFailure(answer.error)
    else if (shown === mailingId) setShown(null)
  }
  return (
    <Screen title={t('mailing.title')}>
      <div className="min-h-0 flex-1 overflow-y-auto" tabIndex={-1}>
        <div className="mx-auto flex max-w-[860px] flex-col gap-8 px-6 py-6">
          {shown === null ? (
            <>
              {failure !== undefined && <FailureState failure={failure} />}
              {written !== undefined && (
                <MailingWriter
                  written={written}
                  onChange={change}
                  onDiscard={discard}
                  onPlanned={(mailing) => {
                    flush()
                    setShown(mailing.id)
                  }}
                />
              )}
              <MailingList
                mailings={(list.value ?? []).filter(({ state }) => state !== 'draft')}
                onOpen={setShown}
                onRemove={(id) => void remove(id)}
              />
            </>
          ) : (
            <MailingSheet key={shown} mailingId={shown} onBack={() => setShown(null)} onStarted={gone} />
          )}
        </div>
      </div>
    </Screen>
  )
}
