import { useTranslation } from 'react-i18next'
import type { CareNote } from '../../../core/care.ts'
import type { Failure } from '../../../core/failure.ts'
import type { PortalId } from '../../../core/portal.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { failureWords } from '../../lib/failure-words.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import type { Result } from '../../../core/result.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'

const tell = async (call: Promise<Result<unknown>>): Promise<void> => {
  const answer = await settle(call)
  if (!answer.ok) sayFailure(answer.error)
}

type AboutPortal = { readonly portalId: PortalId }

/** Why the archive can't be opened; where its key is lost, the way on. */
export const ArchiveProblem = ({ portalId, failure }: AboutPortal & { readonly failure: Failure }) => {
  const { t } = useTranslation()
  const words = failureWords({ code: failure.code }, t)
  return (
    <div className="mx-3 mb-2 shrink-0 text-xs">
      <Notice tone="bad" role="alert">
        <p className="font-semibold">{words.title}</p>
        <p className="mt-0.5 text-muted">{words.next}</p>
        {failure.code === 'archive-key-missing' && (
          <Button className="mt-2" onClick={() => void tell(foyer()['portals.startAfresh']({ portalId }))}>
            {t('care.startAfresh')}
          </Button>
        )}
      </Notice>
    </div>
  )
}

const nextWords = {
  cache: 'care.reading',
  journal: 'care.aside',
  both: 'care.reading',
  words: 'care.indexing',
} as const satisfies Record<CareNote['damaged'], string>

/** What was damaged, what was rescued, and what the person has still to do. */
export const CareBanner = ({ portalId, note }: AboutPortal & { readonly note: CareNote }) => {
  const { t } = useTranslation()
  const { damaged, messages, asking, drafts, transfersLost } = note
  return (
    <div className="mx-3 mb-2 shrink-0 text-xs">
      <Notice tone="warn" role="status">
        <p className="font-semibold">{t(`care.title.${damaged}`)}</p>
        <ul className="mt-0.5 flex flex-col gap-0.5 text-muted">
          <li>{t(nextWords[damaged])}</li>
          {messages > 0 && <li>{t('care.kept', { count: messages })}</li>}
          {asking > 0 && <li className="font-medium text-text">{t('care.asking', { count: asking })}</li>}
          {drafts > 0 && <li>{t('care.drafts', { count: drafts })}</li>}
          {transfersLost && <li>{t('care.transfers')}</li>}
        </ul>
        <Button className="mt-2" onClick={() => void tell(foyer()['portals.careRead']({ portalId }))}>
          {t('care.read')}
        </Button>
      </Notice>
    </div>
  )
}
