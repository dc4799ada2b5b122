import { ClipboardClock } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Result } from '../../../core/result.ts'
import type { SavedFanOut } from '../../../core/transfers/fan-out-views.ts'
import type { SavedPlan } from '../../../core/transfers/views.ts'
import { openSavedFanOut, planDrop, usePlace } from '../../app/place.ts'
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

/** A plan as its line shows it. */
type Line = {
  readonly id: string
  readonly title: string
  readonly to: string
  readonly files: number
  readonly bytes: number
  readonly savedAt: number
  readonly facts: 'planMore.savedFacts' | 'planMore.leftFacts'
  readonly open: () => void
  readonly discard: () => Promise<Result<unknown>>
}

/** Plans that were kept for later, of every portal; nothing where there are none. */
export const SavedPlans = () => {
  const { t } = useTranslation()
  const plans = useQuery('saved plans', () => foyer()['uploads.saved'](undefined), 'portals')
  const fanOuts = useQuery('saved fan-outs', () => foyer()['fanOut.saved'](undefined), 'portals')
  // A sheet that closes may have started one, or made it anew.
  const sheet = usePlace((place) => place.drop)
  const [reloadPlans, reloadFanOuts] = [plans.reload, fanOuts.reload]
  useEffect(reloadPlans, [reloadPlans, sheet])
  const now = useNow()
  const spaces = (count: number): string =>
    t('fanOut.spaces', { count, n: wholeNumber(count, formatLocale()) })
  const lines = [
    ...(plans.value ?? []).map((plan) => ofPlan(plan)),
    ...(fanOuts.value ?? []).map((fanOut) => ofFanOut(fanOut, spaces(fanOut.spaces))),
  ]
  if (lines.length === 0) return null

  const discard = async (line: Line): Promise<void> => {
    const answer = await settle(line.discard())
    if (answer.ok) say(t('planMore.discarded'))
    else sayFailure(answer.error)
    reloadPlans()
    reloadFanOuts()
  }

  return (
    <section aria-label={t('planMore.savedTitle')} className="shrink-0 border-b border-line px-5 pt-3 pb-4">
      <h2 className="mb-1.5 font-semibold">{t('planMore.savedTitle')}</h2>
      <ul className="max-h-[24vh] divide-y divide-line overflow-y-auto rounded-[9px] border border-line">
        {lines.map((line) => (
          <li key={line.id} className="flex items-center gap-3 px-3 py-2">
            <ClipboardClock aria-hidden className="size-4 shrink-0 text-muted" />
            <div className="min-w-0 flex-1">
              <p className="truncate">
                <span className="font-semibold">{inertLine(line.title)}</span>{' '}
                <span className="text-muted">{t('transfers.to', { space: line.to })}</span>
              </p>
              <p className="truncate text-xs text-muted tabular-nums">
                {t(line.facts, {
                  files: t('planMore.countedFiles', {
                    count: line.files,
                    n: wholeNumber(line.files, formatLocale()),
                  }),
                  size: bytes(line.bytes, formatLocale()),
                  time: tableTime(line.savedAt, now, formatLocale(), {
                    today: t('common.today'),
                    yesterday: t('common.yesterday'),
                  }),
                })}
              </p>
            </div>
            <Button size="small" look="quiet" onClick={() => void discard(line)}>
              {t('planMore.discard')}
            </Button>
            <Button size="small" onClick={line.open}>
              {t('planMore.start')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

const ofPlan = (plan: SavedPlan): Line => ({
  ...plan,
  facts: 'planMore.savedFacts',
  to: placeOf(plan),
  open: () => open(plan),
  discard: () => foyer()['uploads.discardSaved']({ portalId: plan.portalId, planId: plan.id }),
})

const ofFanOut = (fanOut: SavedFanOut, to: string): Line => ({
  ...fanOut,
  facts: fanOut.asked ? 'planMore.savedFacts' : 'planMore.leftFacts',
  to,
  open: () => openSavedFanOut(fanOut.portalId, fanOut.id),
  discard: () => foyer()['fanOut.discard']({ portalId: fanOut.portalId, fanOutId: fanOut.id }),
})

const placeOf = ({ spaceName, folderPath }: SavedPlan): string =>
  pathWords([spaceName, ...folderPath].map(inertLine))

/** The plan's sheet again: it looks at the files and the space anew before anything starts. */
const open = (plan: SavedPlan): void =>
  planDrop({
    ...{ portalId: plan.portalId, spaceId: plan.spaceId, folderId: null, path: placeOf(plan) },
    ...{ dropId: plan.id, savedPlan: plan.id },
  })
