import { useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../../../core/failure.ts'
import type { ClashView, PersonDetail, PersonFieldValues } from '../../../core/people/directory-views.ts'
import { isEmail } from '../../../core/people/email.ts'
import { fieldOfRefusal, type PersonField } from '../../../core/people/field-of-refusal.ts'
import type { UserId } from '../../../core/person.ts'
import { usePortal } from '../../app/context.ts'
import { goTo } from '../../app/place.ts'
import { say } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { CheckField, SelectField, TextField } from '../../ui/field.tsx'
import { FailureNotice, Notice } from '../../ui/notice.tsx'
import { ClashChoice } from './clash-choice.tsx'
import { showPerson } from './sheets.ts'

type PersonFormProps = { readonly person: PersonDetail | null; readonly onClose: () => void }

const roles = ['client', 'guest', 'staff', 'admin'] as const
const texts = ['firstName', 'lastName', 'phoneNumber', 'avatar'] as const

const empty: PersonFieldValues = {
  ...{ email: '', role: 'client', firstName: null, lastName: null, phoneNumber: null, avatar: null },
}

const valuesOf = ({ email, role, firstName, lastName, phoneNumber, avatar }: PersonFieldValues) => ({
  ...{ email, role, firstName, lastName, phoneNumber, avatar },
})

type Problem =
  | { readonly kind: 'failure'; readonly failure: Failure }
  | { readonly kind: 'email' }
  | { readonly kind: 'taken'; readonly id: UserId }

/** Adds a person or changes one. A refusal of the portal stands at the field it is about (P1.20). */
export const PersonForm = ({ person, onClose }: PersonFormProps) => {
  const { t } = useTranslation()
  const { id: portalId, staffMode } = usePortal()
  const [base, setBase] = useState<PersonFieldValues>(person === null ? empty : valuesOf(person))
  const [values, setValues] = useState(base)
  const [invite, setInvite] = useState(false)
  const [defaultSpace, setDefaultSpace] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [clashes, setClashes] = useState<readonly ClashView[]>([])

  const put = (field: PersonField, value: string): void => {
    setValues({ ...values, [field]: value === '' && field !== 'email' ? null : value })
    setProblem(null)
  }

  const add = async (): Promise<void> => {
    const answer = await settle(
      foyer()['people.add']({
        portalId,
        values,
        invite,
        defaultSpace: defaultSpace && values.role === 'client',
      }),
    )
    setBusy(false)
    if (!answer.ok) setProblem({ kind: 'failure', failure: answer.error })
    else if (answer.value.wasThere) setProblem({ kind: 'taken', id: answer.value.id })
    else {
      say(t('person.added', { name: inertLine(values.email) }))
      goTo('people')
      showPerson(answer.value.id)
      onClose()
    }
  }

  const save = async (userId: UserId, from: PersonFieldValues, mine: PersonFieldValues): Promise<void> => {
    setBusy(true)
    const answer = await settle(foyer()['people.save']({ portalId, userId, base: from, mine }))
    setBusy(false)
    if (!answer.ok) setProblem({ kind: 'failure', failure: answer.error })
    else if (answer.value.kind === 'clash') setClashes(answer.value.clashes)
    else {
      say(t('person.saved'))
      onClose()
    }
  }

  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    setProblem(null)
    if (!isEmail(values.email)) setProblem({ kind: 'email' })
    else if (person !== null) void save(person.id, base, values)
    else {
      setBusy(true)
      void add()
    }
  }

  const decide = (theirs: ReadonlySet<string>): void => {
    if (person === null) return
    const seen = Object.fromEntries(clashes.map((clash) => [clash.field, clash.theirs]))
    const kept = Object.fromEntries(
      clashes.filter(({ field }) => theirs.has(field)).map((clash) => [clash.field, clash.theirs]),
    )
    const from = { ...base, ...seen }
    const mine = { ...values, ...kept }
    setClashes([])
    setBase(from)
    setValues(mine)
    void save(person.id, from, mine)
  }

  const refused = problem?.kind === 'failure' ? fieldOfRefusal(problem.failure) : null
  const errorAt = (field: PersonField): { readonly error?: string } => {
    if (field === 'email' && problem?.kind === 'email') return { error: t('person.emailWrong') }
    if (field === 'email' && problem?.kind === 'taken') {
      return { error: t('person.emailTaken', { name: inertLine(values.email) }) }
    }
    if (problem?.kind !== 'failure' || refused !== field) return {}
    return { error: inertLine(problem.failure.detail ?? '') }
  }
  const known: readonly string[] = roles
  const roleLocked = !staffMode && person !== null

  return (
    <Dialog label={person === null ? t('person.new') : t('person.edit')} onClose={onClose}>
      <form onSubmit={submit} noValidate className="flex min-h-0 flex-col">
        <div className="flex min-h-0 flex-col gap-4 overflow-y-auto px-6 pt-5 pb-5">
          <h2 className="text-[15px] title-tight">{person === null ? t('person.new') : t('person.edit')}</h2>
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              label={t('person.email')}
              type="email"
              value={values.email}
              maxLength={320}
              onChange={(event) => put('email', event.target.value)}
              {...errorAt('email')}
            />
            <SelectField
              label={t('person.role')}
              value={values.role}
              disabled={roleLocked}
              onChange={(event) => put('role', event.target.value)}
              {...(staffMode ? {} : { hint: t('person.roleLocked') })}
              {...errorAt('role')}
            >
              {roles.map((role) => (
                <option key={role} value={role} disabled={role === 'admin' && !staffMode && !roleLocked}>
                  {t(`person.roles.${role}`)}
                </option>
              ))}
              {!known.includes(values.role) && <option value={values.role}>{inertLine(values.role)}</option>}
            </SelectField>
            {texts.map((field) => (
              <TextField
                key={field}
                label={t(`person.${field}`)}
                value={values[field] ?? ''}
                maxLength={field === 'avatar' ? 2000 : field === 'phoneNumber' ? 60 : 120}
                onChange={(event) => put(field, event.target.value)}
                {...(field === 'avatar' ? { hint: t('person.avatarHint') } : {})}
                {...errorAt(field)}
              />
            ))}
          </div>
          {person === null && (
            <div className="flex flex-col gap-2.5">
              <CheckField
                label={t('person.invite')}
                hint={t('person.inviteHint')}
                checked={invite}
                onChange={(event) => setInvite(event.target.checked)}
              />
              {values.role === 'client' && (
                <CheckField
                  label={t('person.defaultSpace')}
                  hint={t('person.defaultSpaceHint')}
                  checked={defaultSpace}
                  onChange={(event) => setDefaultSpace(event.target.checked)}
                />
              )}
            </div>
          )}
          {problem?.kind === 'taken' && (
            <Notice tone="info">
              <span className="mr-2">{t('person.emailTaken', { name: inertLine(values.email) })}</span>
              <Button
                size="small"
                onClick={() => {
                  goTo('people')
                  showPerson(problem.id)
                  onClose()
                }}
              >
                {t('person.open')}
              </Button>
            </Notice>
          )}
          {problem?.kind === 'failure' && refused === null && <FailureNotice failure={problem.failure} />}
        </div>
        <footer className="flex shrink-0 justify-end gap-2 border-t border-line px-6 py-3">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" disabled={busy}>
            {person !== null ? t('common.save') : invite ? t('person.addInvite') : t('person.add')}
          </Button>
        </footer>
      </form>
      {clashes.length > 0 && (
        <ClashChoice
          clashes={clashes}
          nameOf={(field) => t(`person.${field as PersonField}`)}
          onDecide={decide}
          onClose={() => setClashes([])}
        />
      )}
    </Dialog>
  )
}
