import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MailingView } from '../../../core/writing/mailing.ts'
import { usePortal } from '../../app/context.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Screen } from '../../ui/screen.tsx'
import { MailingList } from './mailing-list.tsx'
import { MailingSheet } from './mailing-sheet.tsx'
import { MailingWriter, type Written } from './mailing-writer.tsx'

/** One message to many spaces (O1.19 to O1.22): written, shown space by space, sent, and its receipts kept. */
export const MailingScreen = () => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  /** What is shown: a mailing by its id, or the writer with what was written before. */
  const [shown, setShown] = useState<MailingView['id'] | null>(null)
  const [written, setWritten] = useState<Written | null>(null)
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
              <MailingWriter
                before={written}
                onPlanned={(mailing, asWritten) => {
                  setWritten(asWritten)
                  setShown(mailing.id)
                }}
              />
              <MailingList
                mailings={(list.value ?? []).filter(({ state }) => state !== 'draft')}
                onOpen={setShown}
                onRemove={(id) => void remove(id)}
              />
            </>
          ) : (
            <MailingSheet
              key={shown}
              mailingId={shown}
              onBack={() => setShown(null)}
              onSent={() => setWritten(null)}
            />
          )}
        </div>
      </div>
    </Screen>
  )
}
