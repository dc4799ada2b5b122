import { Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../../../core/failure.ts'
import { longestSummary, openFields } from '../../../core/transfers/summary.ts'
import type { ConflictPolicy, UploadPlan as Plan } from '../../../core/transfers/views.ts'
import { useSettings } from '../../app/context.ts'
import { endDrop, openTransfers, type Drop } from '../../app/place.ts'
import { say } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { later } from '../../lib/later.tsx'
import { formatLocale } from '../../lib/locale.ts'
import { tableTime } from '../../lib/time.ts'
import { useNow } from '../../lib/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureNotice, Notice } from '../../ui/notice.tsx'
import { type Asked, whatToAsk } from '../messages/before-sending.ts'
import { messageOf, SummaryMessageField } from '../transfers/summary-message-field.tsx'
import { ConflictChoices } from './conflict-choices.tsx'
import {
  changeOpenPlan,
  forgetPlan,
  isStillPlan,
  leavePlan,
  type OpenPlan,
  openPlanOf,
  useOpenPlan,
} from './open-plan.ts'
import { PlanIssues } from './plan-issues.tsx'
import { PlanReading } from './plan-reading.tsx'
import { PlanTiles } from './plan-tiles.tsx'
import { etaWords, sinceWords } from './plan-words.ts'
import { usePlan } from './use-plan.ts'

const AudienceSheet = later(async () => (await import('../messages/audience-sheet.tsx')).AudienceSheet)

const policies: readonly ConflictPolicy[] = ['new-version', 'skip-same', 'skip', 'keep-both', 'ask']

/** What an upload would do, before one byte goes (features 35). */
export const UploadPlan = ({ drop }: { readonly drop: Drop }) => {
  const { t } = useTranslation()
  const open = useOpenPlan(drop)
  const { failure, progress, retry } = usePlan(drop, open !== null)
  useBack(drop)
  const close = (): void => endDrop(drop)
  return (
    <Dialog label={t('plan.label')} begin="dialog" width="wider" onClose={close}>
      <header className="shrink-0 px-6 pt-5 pb-1">
        <h2 className="text-[15px] text-balance title-tight">{t('plan.title', { path: drop.path })}</h2>
      </header>
      {open !== null ? (
        <Sheet key={open.planned.plan.id} open={open} onClose={close} />
      ) : (
        <>
          <div className="px-6 py-3">
            {failure === null ? (
              <PlanReading again={drop.savedPlan !== undefined} progress={progress} />
            ) : (
              <FailureNotice failure={failure} />
            )}
          </div>
          <footer className="flex shrink-0 items-center justify-end gap-2 border-t border-line px-6 py-3">
            <Button onClick={close}>{t('common.cancel')}</Button>
            {failure === null ? (
              <Button look="primary" disabled>
                {t('plan.start')}
              </Button>
            ) : (
              <Button look="primary" onClick={retry}>
                {t('common.retry')}
              </Button>
            )}
          </footer>
        </>
      )}
    </Dialog>
  )
}

/** L1.10: back from the lock, a plan that was told to start just before has started, or is a plan still. */
const useBack = (drop: Drop): void => {
  useEffect(() => {
    const before = openPlanOf(drop)
    if (before !== null) {
      void isStillPlan(before).then((is) => {
        if (is) changeOpenPlan(drop, { starting: false })
        else if (before.starting) started(before)
        else endDrop(drop)
      })
    }
    return () => leavePlan(drop)
  }, [drop])
}

/** The plan is a job now. */
const started = ({ drop, summary }: OpenPlan): void => {
  forgetPlan(drop)
  if (messageOf(summary) !== undefined) drop.started?.()
  openTransfers(true)
  endDrop(drop)
}

type SheetProps = { readonly open: OpenPlan; readonly onClose: () => void }

const Sheet = ({ open, onClose }: SheetProps) => {
  const { t } = useTranslation()
  const { drop, policy, summary } = open
  const { plan, saved } = open.planned
  const { silent } = summary
  const [busy, setBusy] = useState<'starting' | 'saving' | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const { askAudience } = useSettings()
  const [asking, setAsking] = useState<Asked | null>(null)
  /** Files that are still to be decided about; null until it was read. */
  const [undecided, setUndecided] = useState<number | null>(null)

  const nothing = plan.files + plan.newFolders === 0
  const asks = policy === 'ask' && plan.conflicts.count > 0
  const versions = policy === 'new-version' ? plan.conflicts.count : 0

  const tooLong = (messageOf(summary)?.length ?? 0) > longestSummary

  /** O1.18: a message that goes with the files is asked about like any other, and before they go. */
  const start = async (): Promise<void> => {
    const text = messageOf(summary)
    if (text === undefined) {
      await act('starting')
      return
    }
    setBusy('starting')
    setFailure(null)
    const { portalId, spaceId } = drop
    const asked = await whatToAsk({ portalId, spaceId, unfilled: openFields(text) }, askAudience)
    setBusy(null)
    if (!asked.ok) setFailure(asked.error)
    else if (asked.value !== null) setAsking(asked.value)
    else await act('starting')
  }
  const act = async (what: 'starting' | 'saving'): Promise<void> => {
    setBusy(what)
    setFailure(null)
    // A plan that was kept for later stays kept, whether the answer comes before the lock or not.
    changeOpenPlan(drop, what === 'starting' ? { starting: true } : { kept: true })
    const how = { planId: plan.id, policy, silent, message: messageOf(summary) }
    const answer = await settle<unknown>(
      what === 'starting' ? foyer()['uploads.start'](how) : foyer()['uploads.save'](how),
    )
    setBusy(null)
    if (!answer.ok) {
      if (answer.error.code === 'locked') return
      changeOpenPlan(drop, { starting: false, kept: open.kept })
      setFailure(answer.error)
    } else if (what === 'starting') started({ ...open, summary })
    else {
      say(t('planMore.saved'))
      onClose()
    }
  }

  return (
    <>
      <div className="flex min-h-0 flex-col gap-4 overflow-y-auto px-6 py-3">
        {saved !== null && <Since saved={saved} />}
        {plan.away && <Away asOf={plan.asOf} />}
        <PlanTiles plan={plan} />
        <PlanIssues plan={plan} />
        <div>
          <Choice
            label={t('plan.policy')}
            value={policy}
            onChange={(next) => changeOpenPlan(drop, { policy: next })}
            options={policies.map((value) => ({ value, label: t(`plan.policies.${value}`) }))}
          />
          <p className="mt-1.5 text-xs text-muted">{t(`plan.policyHints.${policy}`)}</p>
          {asks && <ConflictChoices planId={plan.id} count={plan.conflicts.count} onOpen={setUndecided} />}
        </div>
        {versions > 0 && <Notice tone="warn">{t('planMore.versions', { count: versions })}</Notice>}
        <SummaryMessageField
          choice={summary}
          files={plan.files}
          onChange={(next) => changeOpenPlan(drop, { summary: next })}
        />
        {failure !== null && <FailureNotice failure={failure} />}
      </div>
      <footer className="flex shrink-0 items-center justify-end gap-2 border-t border-line px-6 py-3">
        <p className="mr-auto min-w-0 text-xs text-muted">{footerWords(plan, silent)}</p>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        {saved === null && (
          <Button disabled={busy !== null || nothing || tooLong} onClick={() => void act('saving')}>
            {t('planMore.save')}
          </Button>
        )}
        <Button
          look="primary"
          disabled={busy !== null || nothing || tooLong || (asks && undecided !== 0)}
          onClick={() => void start()}
        >
          {busy === 'starting' ? t('plan.starting') : t('plan.start')}
        </Button>
      </footer>
      <Suspense fallback={null}>
        {asking !== null && (
          <AudienceSheet
            spaceId={drop.spaceId}
            asked={asking}
            sends={t('plan.start')}
            onSend={() => {
              setAsking(null)
              void act('starting')
            }}
            onClose={() => setAsking(null)}
          />
        )}
      </Suspense>
    </>
  )

  function footerWords({ clientCount, etaMs }: Plan, isSilent: boolean): string {
    if (nothing) return t('plan.nothing')
    return [
      t('plan.who', { count: clientCount }),
      isSilent ? t('plan.silentOn') : t('plan.silentOff'),
      ...(etaMs === null ? [] : [etaWords(etaMs, t)]),
    ].join(' ')
  }
}

/** T1.32: the plan is as good as what this computer knows. */
const Away = ({ asOf }: { readonly asOf: number | null }) => {
  const { t } = useTranslation()
  const now = useNow()
  const words = { today: t('common.today'), yesterday: t('common.yesterday') }
  return (
    <Notice tone="warn" role="status">
      {asOf === null
        ? t('planMore.awayNever')
        : t('planMore.away', { time: tableTime(asOf, now, formatLocale(), words) })}
    </Notice>
  )
}

const Since = ({ saved }: { readonly saved: NonNullable<OpenPlan['planned']['saved']> }) => {
  const { t } = useTranslation()
  const now = useNow()
  const words = { today: t('common.today'), yesterday: t('common.yesterday') }
  const { added, gone, changed, conflicts } = saved.since
  return (
    <Notice tone={added + gone + changed + conflicts === 0 ? 'info' : 'warn'}>
      <p>{t('planMore.rechecked', { time: tableTime(saved.savedAt, now, formatLocale(), words) })}</p>
      <p className="text-muted">{sinceWords(saved.since, t)}</p>
    </Notice>
  )
}
