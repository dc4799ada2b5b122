import { useTranslation } from 'react-i18next'
import type { ImportId, ImportView } from '../../../core/people/import-views.ts'
import { usePortal } from '../../app/context.ts'
import { say, sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { wholeNumber } from '../../lib/quantities.ts'
import { Button } from '../../ui/button.tsx'
import { FailureState } from '../../ui/failure-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ChoicesForm } from './choices-form.tsx'
import { PlanRows } from './plan-rows.tsx'
import { RunPanel } from './run-panel.tsx'
import { useImport } from './use-import.ts'
import { reportWords, startWords } from './words.ts'

type ImportSheetProps = { readonly importId: ImportId; readonly onClose: () => void }

/** One import: its plan and the choices about it, then how far it has come, then what became of each row. */
export const ImportSheet = ({ importId, onClose }: ImportSheetProps) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const { query, busy, choices, choose, decide, act } = useImport(portalId, importId)
  const view = query.value
  if (view === undefined) {
    return query.failure === undefined ? null : (
      <FailureState failure={query.failure} onRetry={query.reload} />
    )
  }
  const isPlan = view.state === 'plan'
  const report = async (): Promise<void> => {
    const answer = await settle(foyer()['imports.report']({ portalId, importId, words: reportWords(t) }))
    if (!answer.ok) sayFailure(answer.error)
    else if (answer.value.saved) say(t('import.reported'))
  }
  return (
    <div className="flex min-h-0 flex-1">
      <aside className="flex w-[300px] shrink-0 max-[960px]:w-[272px] flex-col gap-4 overflow-y-auto border-r border-line px-5 py-4">
        <div>
          <h2 className="text-md break-words title-tight">{inertLine(view.title)}</h2>
          <p className="text-xs text-muted">{t(`import.states.${view.state}`)}</p>
        </div>
        {isPlan ? (
          <ChoicesForm view={view} choices={choices ?? view.choices} choose={choose} />
        ) : (
          <RunPanel view={view} act={act} onReport={() => void report()} />
        )}
      </aside>
      <section
        aria-label={t('import.rows')}
        aria-busy={busy}
        className="flex min-h-0 min-w-0 flex-1 flex-col"
      >
        <div className="flex shrink-0 flex-col gap-2 px-5 pt-3">
          <p role="status" className="text-muted tabular-nums">
            {t('import.summary', sumsInWords(view))}
          </p>
          {!view.complete && <Notice tone="warn">{t('import.incomplete')}</Notice>}
          {view.shrunk && isPlan && <Notice tone="warn">{t('import.shrunk')}</Notice>}
        </div>
        <PlanRows key={isPlan ? 'plan' : 'run'} view={view} decide={decide} />
        {isPlan && (
          <footer className="flex shrink-0 flex-wrap items-center justify-end gap-x-4 gap-y-2 border-t border-line px-5 py-3">
            {view.sums.decision > 0 && (
              <span className="mr-auto text-xs text-muted">
                {t('import.openConflicts', { count: view.sums.decision })}
              </span>
            )}
            {/* Together, also where the two don't fit beside the words. */}
            <div className="flex gap-4">
              <Button className="h-8" onClick={() => void act('remove').then((gone) => gone && onClose())}>
                {t('import.discard')}
              </Button>
              <Button
                look="primary"
                className="h-8"
                disabled={busy || view.todo === 0}
                onClick={() => void act('start')}
              >
                {startWords(view, t)}
              </Button>
            </div>
          </footer>
        )}
      </section>
    </div>
  )
}

const sumsInWords = ({ sums }: ImportView) => {
  const words = (count: number): string => wholeNumber(count, formatLocale())
  return {
    ...{ new: words(sums.new), changed: words(sums.changed), same: words(sums.same) },
    ...{ decision: words(sums.decision), skipped: words(sums.skipped) },
  }
}
