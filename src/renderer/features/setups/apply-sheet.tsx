import { useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../../../core/failure.ts'
import type { SetupId, SpaceTemplate, SpaceTemplateId } from '../../../core/people/space-template.ts'
import type { UserId } from '../../../core/person.ts'
import { usePortal } from '../../app/context.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { longDate } from '../../lib/time.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureDialog } from '../../ui/failure-dialog.tsx'
import { CheckField, SelectField, TextField } from '../../ui/field.tsx'
import { FailureNotice } from '../../ui/notice.tsx'
import { MemberPicker } from '../people/member-picker.tsx'
import { openSheet } from '../people/sheets.ts'
import { SetupSheet } from './setup-sheet.tsx'

type ApplySheetProps = {
  readonly templateId: SpaceTemplateId | null
  readonly people: readonly UserId[]
  readonly onClose: () => void
}

/** A template for one person or many: whom, the values of its fields, then the dry run. */
export const ApplySheet = ({ templateId, people, onClose }: ApplySheetProps) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const templates = useQuery(`space templates ${portalId}`, () =>
    foyer()['spaceTemplates.list']({ portalId }),
  )
  if (templates.value === undefined) {
    return templates.failure === undefined ? null : (
      <FailureDialog
        label={t('setup.choose')}
        failure={templates.failure}
        onRetry={templates.reload}
        onClose={onClose}
      />
    )
  }
  if (templates.value.length === 0) {
    return (
      <Dialog label={t('setup.choose')} width="narrow" onClose={onClose}>
        <div className="flex flex-col gap-2 px-6 pt-5 pb-5">
          <h2 className="text-[15px] title-tight">{t('setup.emptyTitle')}</h2>
          <p className="text-muted">{t('setup.emptyText')}</p>
        </div>
        <footer className="flex justify-end gap-2 border-t border-line px-6 py-3">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" onClick={() => openSheet({ kind: 'template', template: null })}>
            {t('setup.new')}
          </Button>
        </footer>
      </Dialog>
    )
  }
  return <Form templates={templates.value} first={templateId} people={people} onClose={onClose} />
}

type FormProps = {
  readonly templates: readonly SpaceTemplate[]
  readonly first: SpaceTemplateId | null
  readonly people: readonly UserId[]
  readonly onClose: () => void
}

const Form = ({ templates, first, people, onClose }: FormProps) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const [chosenId, setChosenId] = useState(first ?? templates[0]?.id ?? null)
  const [users, setUsers] = useState<readonly UserId[]>(people)
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const [existing, setExisting] = useState<'leave' | 'make'>('leave')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [planned, setPlanned] = useState<SetupId | null>(null)
  const template = templates.find(({ id }) => id === chosenId)
  if (template === undefined) return null

  const preview = async (): Promise<void> => {
    setBusy(true)
    setFailure(null)
    const { id, name, ...pattern } = template
    const answer = await settle(
      foyer()['setups.plan']({
        ...{ portalId, templateId: id, title: name, pattern, people: [...users], existing },
        values: {
          ...Object.fromEntries(template.fields.map((field) => [field.name, field.value])),
          ...values,
        },
        date: longDate(Date.now(), formatLocale()),
      }),
    )
    setBusy(false)
    if (answer.ok) setPlanned(answer.value.id)
    else setFailure(answer.error)
  }
  if (planned !== null) {
    return <SetupSheet setupId={planned} open={false} onClose={onClose} onBack={() => setPlanned(null)} />
  }
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (users.length > 0) void preview()
  }
  const label = t('setup.apply', { name: inertLine(template.name) })
  return (
    <Dialog label={label} onClose={onClose}>
      <form onSubmit={submit} noValidate className="flex min-h-0 flex-col">
        <div className="flex min-h-0 flex-col gap-4 overflow-y-auto px-6 pt-5 pb-5">
          <h2 className="text-[15px] title-tight">{label}</h2>
          {templates.length > 1 && (
            <SelectField
              label={t('setup.choose')}
              value={template.id}
              onChange={(event) => {
                setChosenId(templates.find(({ id }) => id === event.target.value)?.id ?? null)
                setValues({})
              }}
            >
              {templates.map(({ id, name }) => (
                <option key={id} value={id}>
                  {inertLine(name)}
                </option>
              ))}
            </SelectField>
          )}
          <MemberPicker
            label={t('setup.people')}
            chosen={{ users: [...users], groups: [] }}
            withGroups={false}
            onChange={(chosen) => setUsers(chosen.users)}
          />
          {template.fields.length > 0 && (
            <div className="grid gap-4 sm:grid-cols-2">
              {template.fields.map((field) => (
                <TextField
                  key={field.name}
                  label={inertLine(field.name)}
                  value={values[field.name] ?? field.value}
                  maxLength={500}
                  onChange={(event) => setValues({ ...values, [field.name]: event.target.value })}
                />
              ))}
            </div>
          )}
          <CheckField
            label={t('setup.existing')}
            checked={existing === 'make'}
            onChange={(event) => setExisting(event.target.checked ? 'make' : 'leave')}
          />
          {failure !== null && <FailureNotice failure={failure} />}
        </div>
        <footer className="flex shrink-0 justify-end gap-2 border-t border-line px-6 py-3">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" disabled={busy || users.length === 0}>
            {t('setup.preview')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
