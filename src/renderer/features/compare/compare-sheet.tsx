import { CircleCheck, RefreshCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../../../core/failure.ts'
import type { CompareFilter, CompareId, CompareView } from '../../../core/transfers/compare-views.ts'
import { openTransfers } from '../../app/place.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { bytes } from '../../lib/quantities.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureState } from '../../ui/failure-state.tsx'
import { FailureNotice } from '../../ui/notice.tsx'
import { Progress } from '../../ui/progress.tsx'
import { CompareFilters } from './compare-filters.tsx'
import { CompareNotes } from './compare-notes.tsx'
import { CompareTable } from './compare-table.tsx'
import { useComparison } from './use-comparison.ts'
import { lastName, sendable } from './view.ts'

type CompareSheetProps = {
  readonly compareId: CompareId
  readonly place: string
  readonly onClose: () => void
}

/** A folder of this computer beside a folder of a space, and the way to send the difference (features 33). */
export const CompareSheet = ({ compareId: begun, place, onClose }: CompareSheetProps) => {
  const { t } = useTranslation()
  const [compareId, setCompareId] = useState(begun)
  const { view, failure: readFailure } = useComparison(compareId)
  const [only, setOnly] = useState<CompareFilter>('different')
  const [failure, setFailure] = useState<Failure | null>(null)

  useEffect(() => () => void foyer()['compare.close']({ compareId }), [compareId])

  const again = async (): Promise<void> => {
    const answer = await settle(foyer()['compare.again']({ compareId }))
    if (answer.ok) setCompareId(answer.value.compareId)
    else setFailure(answer.error)
  }
  const folder = view === null ? '' : inertLine(lastName(view.folder))
  const problem = readFailure ?? view?.problem ?? null
  return (
    <Dialog label={t('compare.label')} width="sheet" begin="dialog" onClose={onClose}>
      <header className="flex shrink-0 items-center gap-2 px-5 pt-4 pb-2">
        <div className="min-w-0 flex-1">
          <h2 className="truncate text-[15px] title-tight">{t('compare.title', { folder, place })}</h2>
          <p className="truncate text-xs text-muted select-text" dir="auto">
            {inertLine(view?.folder ?? '')}
          </p>
        </div>
        <IconButton label={t('compare.again')} onClick={() => void again()}>
          <RefreshCw aria-hidden className="size-3.5!" />
        </IconButton>
      </header>
      {problem !== null ? (
        <FailureState failure={problem} onRetry={() => void again()} />
      ) : view === null || view.phase === 'reading' ? (
        <div className="flex flex-1 flex-col justify-center px-16" role="status">
          <p className="font-medium">{t('compare.reading')}</p>
          <p className="mb-3 text-muted tabular-nums">{t('compare.looked', { count: view?.looked ?? 0 })}</p>
          <Progress label={t('compare.reading')} value={null} />
        </div>
      ) : (
        <>
          <CompareFilters view={view} only={only} onChange={setOnly} />
          <CompareNotes view={view} compareId={compareId} />
          <CompareTable
            key={`${compareId} ${only}`}
            compareId={compareId}
            only={only}
            view={view}
            empty={
              only === 'different' ? (
                <EmptyState
                  icon={<CircleCheck />}
                  title={t('compare.emptyTitle')}
                  text={t('compare.emptyText')}
                />
              ) : (
                <EmptyState icon={<CircleCheck />} title={t('compare.emptyFilter')} />
              )
            }
          />
        </>
      )}
      {failure !== null && (
        <div className="shrink-0 px-5 py-2">
          <FailureNotice failure={failure} />
        </div>
      )}
      {view?.phase === 'done' && problem === null ? (
        <SendBar compareId={compareId} view={view} onFailure={setFailure} onClose={onClose} />
      ) : (
        <footer className="flex shrink-0 justify-end border-t border-line px-5 py-3">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
        </footer>
      )}
    </Dialog>
  )
}

type SendBarProps = {
  readonly compareId: CompareId
  readonly view: CompareView
  readonly onFailure: (failure: Failure) => void
  readonly onClose: () => void
}

const SendBar = ({ compareId, view, onFailure, onClose }: SendBarProps) => {
  const { t } = useTranslation()
  const [changed, setChanged] = useState(true)
  const [silent, setSilent] = useState(false)
  const [busy, setBusy] = useState(false)
  const sum = sendable(view.counts, changed)
  const send = async (): Promise<void> => {
    setBusy(true)
    const answer = await settle(foyer()['compare.send']({ compareId, silent, changed }))
    setBusy(false)
    if (!answer.ok) {
      onFailure(answer.error)
      return
    }
    openTransfers(true)
    onClose()
  }
  return (
    <footer className="flex shrink-0 items-center gap-5 border-t border-line px-5 py-3">
      <div className="flex min-w-0 flex-1 flex-wrap gap-x-5 gap-y-1">
        <Check label={t('compare.changed')} value={changed} onChange={setChanged} />
        <Check label={t('compare.silent')} value={silent} onChange={setSilent} />
        <p className="w-full text-xs text-muted">{t('compare.promise')}</p>
      </div>
      <div className="flex shrink-0 gap-2">
        <Button onClick={onClose}>{t('common.close')}</Button>
        <Button look="primary" disabled={busy || sum.files === 0} onClick={() => void send()}>
          {busy
            ? t('compare.sending')
            : sum.files === 0
              ? t('compare.nothing')
              : t('compare.send', { count: sum.files, size: bytes(sum.bytes, formatLocale()) })}
        </Button>
      </div>
    </footer>
  )
}

type CheckProps = {
  readonly label: string
  readonly value: boolean
  readonly onChange: (value: boolean) => void
}

const Check = ({ label, value, onChange }: CheckProps) => (
  <label className="flex items-center gap-2">
    <input
      type="checkbox"
      checked={value}
      onChange={(event) => onChange(event.target.checked)}
      className="size-4 accent-accent"
    />
    {label}
  </label>
)
