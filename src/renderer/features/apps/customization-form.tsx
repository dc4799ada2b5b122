import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { App } from '../../../core/app.ts'
import { type Config, differences } from '../../../core/customizations/config.ts'
import { type KnownField, knownFields } from '../../../core/customizations/known-fields.ts'
import type { CustomizationJobId, CustomizationView } from '../../../core/customizations/views.ts'
import type { Failure } from '../../../core/failure.ts'
import type { PersonView } from '../../../core/person.ts'
import { usePortal } from '../../app/context.ts'
import { say } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { momentTime } from '../../lib/time.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNotice, Notice } from '../../ui/notice.tsx'
import { TrainingSection } from '../training/training-section.tsx'
import { ConfigFields } from './config-fields.tsx'
import { DifferenceList } from './difference-list.tsx'
import { PersonHistory } from './person-history.tsx'
import { type Draft, draftOf, fieldOfRefusal, readDraft } from './view.ts'

type CustomizationFormProps = {
  readonly app: App
  readonly person: PersonView
  readonly shown: CustomizationView
  readonly onClose: () => void
  readonly onJob: (id: CustomizationJobId) => void
}

/** What the form goes by: what was read, and the fields that were made for it. */
type Base = { readonly config: Config | null; readonly fields: readonly KnownField[] }

type Clash = { readonly keys: readonly string[]; readonly now: Config | null }

/** The form: values, JSON, and what will change; saved only onto what was shown (C1.5). */
export const CustomizationForm = ({ app, person, shown, onClose, onJob }: CustomizationFormProps) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const [base, setBase] = useState<Base>({ config: shown.config, fields: knownFields(app, shown.config) })
  const [draft, setDraft] = useState<Draft>(() => draftOf(base.config, base.fields))
  const [busy, setBusy] = useState(false)
  const [clash, setClash] = useState<Clash | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const name = inertLine(person.name)
  const read = readDraft(draft, base.fields, base.config)
  const changed = read.ok ? differences(base.config, read.config) : []
  const words = failure?.code === 'invalid' ? (failure.detail ?? '') : ''
  const field = words === '' ? null : fieldOfRefusal(words, base.fields)
  const refusal =
    field === null ? null : { key: field, words: t('failure.detail', { detail: inertLine(words) }) }

  const change = (next: Draft): void => {
    setDraft(next)
    setFailure(null)
  }
  const save = async (): Promise<void> => {
    if (!read.ok) return
    setBusy(true)
    setFailure(null)
    const answer = await settle(
      foyer()['customizations.save']({
        ...{ portalId, appId: app.id, userId: person.id },
        ...{ before: base.config, after: read.config },
      }),
    )
    setBusy(false)
    if (!answer.ok) setFailure(answer.error)
    else if (answer.value.kind === 'changed') setClash(answer.value)
    else {
      say(t('customization.saved', { name }))
      onClose()
    }
  }
  const takeTheirs = ({ now }: Clash): void => {
    const next = { config: now, fields: knownFields(app, now) }
    setBase(next)
    setDraft(draftOf(now, next.fields))
    setClash(null)
  }
  /** The form stays as it is; what it is compared with is what is there now. */
  const keepMine = ({ now }: Clash): void => {
    setBase({ ...base, config: now })
    setClash(null)
  }
  return (
    <form
      aria-label={t('customization.fields')}
      className="flex min-h-0 flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto px-5 py-4">
        <p className="text-muted">
          {shown.updatedAt === null
            ? t('customization.none', { name })
            : `${t('customization.lead', { name })} ${t('customization.setAt', { time: momentTime(shown.updatedAt, formatLocale()) })}.`}
        </p>
        <ConfigFields
          fields={base.fields}
          draft={draft}
          onChange={change}
          errors={read.ok ? {} : read.fields}
          restError={read.ok ? null : read.rest}
          refusal={refusal}
          disabled={busy}
        />
        <section aria-label={t('customization.changes')} className="flex flex-col gap-1.5">
          <h3 className="font-semibold">{t('customization.changes')}</h3>
          {changed.length === 0 ? (
            <p className="text-muted">{t(read.ok ? 'customization.unchanged' : 'customization.putRight')}</p>
          ) : (
            <DifferenceList label={t('difference.label')} differences={changed} />
          )}
        </section>
        <TrainingSection userId={person.id} />
        <PersonHistory appId={app.id} userId={person.id} onJob={onJob} />
      </div>
      {clash !== null && (
        <div className="px-5 pb-3">
          <Notice tone="warn" role="alert">
            <p>{t('customization.clash', { keys: clash.keys.map(inertLine).join(', ') })}</p>
            <DifferenceList label={t('difference.label')} differences={differences(base.config, clash.now)} />
            <div className="mt-2 flex flex-wrap gap-2">
              <Button size="small" onClick={() => takeTheirs(clash)}>
                {t('customization.takeTheirs')}
              </Button>
              <Button size="small" onClick={() => keepMine(clash)}>
                {t('customization.keepMine')}
              </Button>
            </div>
          </Notice>
        </div>
      )}
      {failure !== null && refusal === null && (
        <div className="px-5 pb-3">
          <FailureNotice failure={failure} />
        </div>
      )}
      <footer className="flex shrink-0 justify-end gap-2 border-t border-line px-5 py-3">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button
          type="submit"
          look="primary"
          disabled={busy || !read.ok || changed.length === 0 || clash !== null}
        >
          {busy ? t('customization.saving') : t('customization.save')}
        </Button>
      </footer>
    </form>
  )
}
