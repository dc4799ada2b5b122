import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../../../core/failure.ts'
import type { ConflictPolicy, DropId, UploadPlan as Plan } from '../../../core/transfers/views.ts'
import { openTransfers, planDrop, type Drop } from '../../app/place.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { bytes, wholeNumber } from '../../lib/quantities.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/notice.tsx'
import { Progress } from '../../ui/progress.tsx'
import { messageOf, noSummary, SummaryMessageField } from '../transfers/summary-message-field.tsx'
import { PlanIssues } from './plan-issues.tsx'
import { formatLocale } from '../../lib/locale.ts'

const policies: readonly ConflictPolicy[] = ['new-version', 'skip', 'keep-both']

/** What an upload would do, before one byte goes (features 35). */
export const UploadPlan = ({ drop }: { readonly drop: Drop }) => {
  const { t } = useTranslation()
  const { plan, failure: planFailure, retry } = usePlan(drop)
  const [policy, setPolicy] = useState<ConflictPolicy>('new-version')
  const [summary, setSummary] = useState(noSummary)
  const { silent } = summary
  const [busy, setBusy] = useState(false)
  const [startFailure, setStartFailure] = useState<Failure | null>(null)
  const started = useRef(false)

  const close = (): void => planDrop(null)
  const planId = plan?.id
  useEffect(
    () => () => {
      if (planId !== undefined && !started.current) void foyer()['uploads.discard']({ planId })
    },
    [planId],
  )

  const start = async (): Promise<void> => {
    if (plan === null || busy) return
    setBusy(true)
    setStartFailure(null)
    const answer = await settle(
      foyer()['uploads.start']({ planId: plan.id, policy, silent, message: messageOf(summary) }),
    )
    setBusy(false)
    if (!answer.ok) {
      setStartFailure(answer.error)
      return
    }
    started.current = true
    openTransfers(true)
    close()
  }

  const failure = planFailure ?? startFailure
  return (
    <Dialog label={t('plan.label')} begin="dialog" onClose={close}>
      <header className="shrink-0 px-6 pt-5 pb-1">
        <h2 className="text-[15px] text-balance title-tight">{t('plan.title', { path: drop.path })}</h2>
      </header>
      <div className="flex min-h-0 flex-col gap-4 overflow-y-auto px-6 py-3">
        {plan === null && planFailure === null && (
          <div className="py-6" role="status">
            <p className="font-medium">{t('plan.reading')}</p>
            <p className="mb-3 text-muted">{t('plan.readingText')}</p>
            <Progress label={t('plan.reading')} value={null} />
          </div>
        )}
        {plan !== null && (
          <>
            <Tiles plan={plan} />
            <PlanIssues plan={plan} />
            <div>
              <Choice
                label={t('plan.policy')}
                value={policy}
                onChange={setPolicy}
                options={policies.map((value) => ({ value, label: t(`plan.policies.${value}`) }))}
              />
              <p className="mt-1.5 text-xs text-muted">{t(`plan.policyHints.${policy}`)}</p>
            </div>
            <SummaryMessageField choice={summary} files={plan.files} onChange={setSummary} />
          </>
        )}
        {failure !== null && <FailureNotice failure={failure} />}
      </div>
      <footer className="flex shrink-0 items-center justify-end gap-2 border-t border-line px-6 py-3">
        {plan !== null && (
          <p className="mr-auto min-w-0 text-xs text-muted">
            {plan.files + plan.newFolders === 0
              ? t('plan.nothing')
              : `${t('plan.who', { count: plan.clientCount })} ${silent ? t('plan.silentOn') : t('plan.silentOff')}`}
          </p>
        )}
        <Button onClick={close}>{t('common.cancel')}</Button>
        {planFailure !== null ? (
          <Button look="primary" onClick={retry}>
            {t('common.retry')}
          </Button>
        ) : (
          <Button
            look="primary"
            disabled={plan === null || busy || plan.files + plan.newFolders === 0}
            onClick={() => void start()}
          >
            {busy ? t('plan.starting') : t('plan.start')}
          </Button>
        )}
      </footer>
    </Dialog>
  )
}

type Planning = { readonly plan: Plan | null; readonly failure: Failure | null; readonly retry: () => void }

/** Asks for the plan. One that arrives after the sheet was closed is given back. */
const usePlan = (drop: Drop): Planning => {
  const [state, setState] = useState<{ plan: Plan | null; failure: Failure | null }>({
    plan: null,
    failure: null,
  })
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    let left = false
    const { portalId, spaceId, folderId } = drop
    // The bridge types the id as plain text; the schema on the other side brands it.
    const dropId = drop.dropId as DropId
    void settle(foyer()['uploads.plan']({ portalId, spaceId, folderId, dropId })).then((answer) => {
      if (left) {
        if (answer.ok) void foyer()['uploads.discard']({ planId: answer.value.id })
        return
      }
      setState(answer.ok ? { plan: answer.value, failure: null } : { plan: null, failure: answer.error })
    })
    return () => {
      left = true
    }
  }, [drop, attempt])
  return {
    ...state,
    retry: () => {
      setState({ plan: null, failure: null })
      setAttempt(attempt + 1)
    },
  }
}

const Tiles = ({ plan }: { readonly plan: Plan }) => {
  const { t } = useTranslation()
  const number = (value: number): string => wholeNumber(value, formatLocale())
  const tiles = [
    [number(plan.files), t('plan.files', { count: plan.files })],
    [bytes(plan.bytes, formatLocale()), t('plan.bytes')],
    [number(plan.newFolders), t('plan.folders', { count: plan.newFolders })],
    [number(plan.clientCount), t('plan.clients', { count: plan.clientCount })],
  ] as const
  return (
    <dl className="grid grid-cols-4 gap-2.5">
      {tiles.map(([figure, label]) => (
        <div key={label} className="flex flex-col-reverse rounded-[9px] border border-line bg-bg px-3 py-2">
          <dt className="text-xs text-muted">{label}</dt>
          <dd className="truncate text-[17px] leading-6 title-tight tabular-nums">{figure}</dd>
        </div>
      ))}
    </dl>
  )
}
