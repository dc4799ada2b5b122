import { ClipboardClock } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { SavedPlan } from '../../../core/transfers/views.ts'
import { planDrop, usePlace } from '../../app/place.ts'
import { say, sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { bytes, wholeNumber } from '../../lib/quantities.ts'
import { tableTime } from '../../lib/time.ts'
import { useNow } from '../../lib/use-now.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Button } from '../../ui/button.tsx'
import { pathWords } from '../files/view.ts'

/** Plans that were kept for later, of every portal; nothing where there are none. */
export const SavedPlans = () => {
  const { t } = useTranslation()
  const { value, reload } = useQuery('saved plans', () => foyer()['uploads.saved'](undefined), 'portals')
  // A sheet that closes may have started one, or made it anew.
  const sheet = usePlace((place) => place.drop)
  useEffect(reload, [reload, sheet])
  const now = useNow()
  if (value === undefined || value.length === 0) return null

  const discard = async ({ portalId, id }: SavedPlan): Promise<void> => {
    const answer = await settle(foyer()['uploads.discardSaved']({ portalId, planId: id }))
    if (answer.ok) say(t('planMore.discarded'))
    else sayFailure(answer.error)
    reload()
  }

  return (
    <section aria-label={t('planMore.savedTitle')} className="shrink-0 border-b border-line px-5 pt-3 pb-4">
      <h2 className="mb-1.5 font-semibold">{t('planMore.savedTitle')}</h2>
      <ul className="max-h-[24vh] divide-y divide-line overflow-y-auto rounded-[9px] border border-line">
        {value.map((plan) => (
          <li key={plan.id} className="flex items-center gap-3 px-3 py-2">
            <ClipboardClock aria-hidden className="size-4 shrink-0 text-muted" />
            <div className="min-w-0 flex-1">
              <p className="truncate">
                <span className="font-semibold">{inertLine(plan.title)}</span>{' '}
                <span className="text-muted">{t('transfers.to', { space: placeOf(plan) })}</span>
              </p>
              <p className="truncate text-xs text-muted tabular-nums">
                {t('planMore.savedFacts', {
                  files: t('planMore.countedFiles', {
                    count: plan.files,
                    n: wholeNumber(plan.files, formatLocale()),
                  }),
                  size: bytes(plan.bytes, formatLocale()),
                  time: tableTime(plan.savedAt, now, formatLocale(), {
                    today: t('common.today'),
                    yesterday: t('common.yesterday'),
                  }),
                })}
              </p>
            </div>
            <Button size="small" look="quiet" onClick={() => void discard(plan)}>
              {t('planMore.discard')}
            </Button>
            <Button size="small" onClick={() => open(plan)}>
              {t('planMore.start')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

const placeOf = ({ spaceName, folderPath }: SavedPlan): string =>
  pathWords([spaceName, ...folderPath].map(inertLine))

/** The plan's sheet again: it looks at the files and the space anew before anything starts. */
const open = (plan: SavedPlan): void =>
  planDrop({
    ...{ portalId: plan.portalId, spaceId: plan.spaceId, folderId: null, path: placeOf(plan) },
    ...{ dropId: plan.id, savedPlan: plan.id },
  })
