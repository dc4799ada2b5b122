import { FolderUp, Split } from 'lucide-react'
import { useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../../../core/failure.ts'
import type { RecheckedFanOut } from '../../../core/transfers/fan-out-views.ts'
import { ruleProblem } from '../../../core/transfers/fan-out-rule.ts'
import type { ConflictPolicy } from '../../../core/transfers/views.ts'
import { usePortal } from '../../app/context.ts'
import { goTo, takeSavedFanOut, usePlace } from '../../app/place.ts'
import { say, sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { formatLocale } from '../../lib/locale.ts'
import { wholeNumber } from '../../lib/quantities.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FileDrop } from '../../ui/file-drop.tsx'
import { SelectField } from '../../ui/field.tsx'
import { FailureNotice } from '../../ui/notice.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Screen } from '../../ui/screen.tsx'
import { countedWords } from '../files/plan-words.ts'
import { messageOf, noSummary, SummaryMessageField } from '../transfers/summary-message-field.tsx'
import { FanOutForm, type Form } from './fan-out-form.tsx'
import { FanOutRows } from './fan-out-rows.tsx'
import { PlanSummary } from './plan-summary.tsx'
import { offer, type Picked, useFanOut, type Wish } from './use-fan-out.ts'
import { folderName } from './view.ts'

/** Asking file by file is for one space. */
const policies = [
  'new-version',
  'skip-same',
  'skip',
  'keep-both',
] as const satisfies readonly ConflictPolicy[]

/** T1.120–T1.125: one folder, each file to its client's space: form, dry run, start. */
export const FanOutScreen = () => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const fanOut = useFanOut(portalId)
  const [form, setForm] = useState<Form>({ folder: null, way: 'rule', rule: '', table: null, target: '' })
  const [tried, setTried] = useState(false)
  const [policy, setPolicy] = useState<(typeof policies)[number]>('new-version')
  const [summary, setSummary] = useState(noSummary)
  const [starting, setStarting] = useState(false)
  const { plan, busy, progress, failure } = fanOut

  const change = (part: Partial<Form>): void => setForm((before) => ({ ...before, ...part }))
  const take = (files: readonly File[], name: string, put: (picked: Picked) => void): void => {
    if (files.length === 0) {
      say(t('fanOut.noFolder'))
      return
    }
    void offer(files, name).then((answer: Picked | Failure) => {
      if ('code' in answer) sayFailure(answer)
      else put(answer)
    })
  }
  const takeFolder = (files: readonly File[]): void =>
    take(files, folderName(files), (folder) => change({ folder }))

  const fault = form.way === 'rule' ? ruleProblem(form.rule) : null
  const wish = wishOf(form)
  const [again, setAgain] = useState<RecheckedFanOut | null>(null)
  // A saved one was made for what was asked then; anything else in the form needs a folder and a preview.
  const stale =
    plan !== null &&
    (again?.plan === plan ? !asSaved(form, again) : wish !== null && !sameWish(wish, fanOut.madeFor))
  const preview = (): void => {
    setTried(true)
    if (wish !== null && fault === null) fanOut.preview(wish)
  }

  // Only looked at: a first drawing that React throws away and begins anew must find it again.
  const [saved] = useState(() => usePlace.getState().savedFanOut)
  const lookAgain = useEffectEvent(() => {
    takeSavedFanOut()
    if (saved === null) return
    fanOut.reopen(saved, (found) => {
      const { by, policy: chosen, silent, message } = found
      setAgain(found)
      change({ way: by.kind, rule: by.kind === 'rule' ? by.words : '', target: found.folder.join('/') })
      setPolicy(policies.find((each) => each === chosen) ?? 'new-version')
      setSummary({ silent, sends: message !== null, text: message ?? '' })
    })
  })
  // Once, when the screen opens.
  useEffect(() => lookAgain(), [])

  const decide = async (call: 'fanOut.start' | 'fanOut.save'): Promise<void> => {
    if (plan === null || starting) return
    setStarting(true)
    const { silent } = summary
    const input = { portalId, fanOutId: plan.id, policy, silent, message: messageOf(summary) }
    const answer = await (call === 'fanOut.start'
      ? settle(foyer()['fanOut.start'](input))
      : settle(foyer()['fanOut.save'](input)))
    setStarting(false)
    if (!answer.ok) {
      sayFailure(answer.error)
      return
    }
    fanOut.let()
    if (call === 'fanOut.save') say(t('planMore.saved'))
    goTo('transfers')
  }

  const number = (count: number): string => wholeNumber(count, formatLocale())
  return (
    <Screen title={t('fanOut.title')}>
      <FileDrop label={t('fanOut.title')} icon={<FolderUp aria-hidden />} onFiles={takeFolder}>
        <div className="flex min-h-0 flex-1">
          <FanOutForm
            form={form}
            onChange={change}
            onFolder={takeFolder}
            onTable={(files) => take(files, files[0]?.name ?? '', (table) => change({ table }))}
            problem={tried && fault !== null ? t(`fanOut.problems.${fault}`) : null}
          >
            {busy ? (
              <Button onClick={fanOut.stop}>{t('fanOut.stop')}</Button>
            ) : (
              <Button
                type="submit"
                look={plan === null || stale ? 'primary' : 'plain'}
                disabled={wish === null}
                onClick={preview}
              >
                {t('fanOut.preview')}
              </Button>
            )}
          </FanOutForm>
          <section aria-label={t('fanOut.rows')} className="flex min-h-0 min-w-0 flex-1 flex-col">
            {failure !== null && (
              <div className="p-4">
                <FailureNotice failure={failure} />
              </div>
            )}
            {busy ? (
              <div className="mx-auto w-full max-w-[420px] px-6 py-16">
                <p role="status" className="mb-3 font-medium">
                  {t('fanOut.previewing')}
                </p>
                <Progress label={t('fanOut.previewing')} value={null} />
                <p className="mt-2 h-5 text-xs text-muted tabular-nums">
                  {progress !== null && countedWords(progress, t, formatLocale())}
                </p>
              </div>
            ) : plan === null ? (
              <EmptyState
                icon={<Split />}
                title={form.folder === null ? t('fanOut.emptyTitle') : t('fanOut.readyTitle')}
                text={form.folder === null ? t('fanOut.emptyText') : t('fanOut.readyText')}
              />
            ) : (
              <>
                <PlanSummary
                  plan={plan}
                  stale={stale}
                  needs={form.folder === null ? 'folder' : wish === null ? 'table' : null}
                  again={again?.plan === plan ? again : null}
                />
                <FanOutRows key={plan.id} portalId={portalId} plan={plan} />
                <footer className="flex shrink-0 flex-wrap items-end gap-x-4 gap-y-2 border-t border-line px-5 py-3">
                  <SelectField
                    label={t('plan.policy')}
                    value={policy}
                    onChange={(event) => {
                      const chosen = policies.find((each) => each === event.target.value)
                      if (chosen !== undefined) setPolicy(chosen)
                    }}
                    className="w-40"
                  >
                    {policies.map((each) => (
                      <option key={each} value={each}>
                        {t(`plan.policies.${each}`)}
                      </option>
                    ))}
                  </SelectField>
                  <div className="mr-auto flex min-h-8 min-w-0 flex-col justify-center">
                    <SummaryMessageField choice={summary} files={plan.counts.matched} onChange={setSummary} />
                  </div>
                  <div className="ml-auto flex gap-4">
                    <Button
                      className="h-8"
                      disabled={starting || stale}
                      onClick={() => void decide('fanOut.save')}
                    >
                      {t('planMore.save')}
                    </Button>
                    <Button
                      look="primary"
                      className="h-8"
                      disabled={starting || stale || plan.counts.matched === 0}
                      onClick={() => void decide('fanOut.start')}
                    >
                      {starting
                        ? t('plan.starting')
                        : t('fanOut.send', {
                            files: t('fanOut.files', {
                              count: plan.counts.matched,
                              n: number(plan.counts.matched),
                            }),
                            spaces: t('fanOut.spaces', { count: plan.spaces, n: number(plan.spaces) }),
                          })}
                    </Button>
                  </div>
                </footer>
              </>
            )}
          </section>
        </div>
      </FileDrop>
    </Screen>
  )
}

const wishOf = ({ folder, way, rule, table, target }: Form): Wish | null => {
  if (folder === null) return null
  if (way === 'rule') return { folder, by: { kind: 'rule', rule: rule.trim() }, target }
  return table === null ? null : { folder, by: { kind: 'table', table }, target }
}

const asSaved = (
  { folder, way, rule, table, target }: Form,
  { by, folder: names }: RecheckedFanOut,
): boolean =>
  folder === null &&
  table === null &&
  way === by.kind &&
  (by.kind === 'table' || rule.trim() === by.words) &&
  target === names.join('/')

const sameWish = (a: Wish, b: Wish | null): boolean => JSON.stringify(a) === JSON.stringify(b)
