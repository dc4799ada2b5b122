import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppId } from '../../../core/app.ts'
import type { CustomizationChangeView, CustomizationJobId } from '../../../core/customizations/views.ts'
import type { UserId } from '../../../core/person.ts'
import { usePortal } from '../../app/context.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { formatLocale } from '../../lib/locale.ts'
import { momentTime } from '../../lib/time.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNotice } from '../../ui/notice.tsx'
import { DifferenceList } from './difference-list.tsx'

type PersonHistoryProps = {
  readonly appId: AppId
  readonly userId: UserId
  readonly onJob: (id: CustomizationJobId) => void
}

const shownAtOnce = 20

/** C1.10: what was changed of this person from this computer, and the way back. */
export const PersonHistory = ({ appId, userId, onJob }: PersonHistoryProps) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const [busy, setBusy] = useState(false)
  const history = useQuery(
    `history ${appId} ${userId}`,
    () => foyer()['customizations.history']({ portalId, appId, userId, offset: 0, limit: shownAtOnce }),
    { portalId, topics: ['customizations'] },
  )
  const undo = async ({ jobId, number }: CustomizationChangeView): Promise<void> => {
    setBusy(true)
    const planned = await settle(foyer()['customizations.rollback']({ portalId, jobId, numbers: [number] }))
    setBusy(false)
    if (planned.ok) onJob(planned.value.id)
    else sayFailure(planned.error)
  }
  const changes = history.value?.changes
  return (
    <section aria-label={t('customization.history')} className="flex flex-col gap-1.5">
      <h3 className="font-semibold">{t('customization.history')}</h3>
      {changes === undefined && history.failure !== undefined && <FailureNotice failure={history.failure} />}
      {changes?.length === 0 && <p className="text-muted">{t('customization.noHistory')}</p>}
      <ul className="flex flex-col gap-2">
        {changes?.map((change) => (
          <li
            key={`${change.jobId} ${change.number}`}
            className="flex items-start gap-3 rounded-lg border border-line px-3 py-2"
          >
            <div className="min-w-0 flex-1">
              <p className="text-xs text-muted">
                {change.at === null ? '' : momentTime(change.at, formatLocale())} ·{' '}
                {t(`customization.changedBy.${change.job}`)}
              </p>
              <DifferenceList
                label={t('difference.label')}
                differences={change.differences}
                removed={change.had && !change.has}
              />
            </div>
            <Button size="small" disabled={busy} onClick={() => void undo(change)}>
              {t('customization.undo')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
