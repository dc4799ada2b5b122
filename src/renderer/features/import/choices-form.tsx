import { useTranslation } from 'react-i18next'
import type { ImportChoices } from '../../../core/people/import-row.ts'
import type { ImportView } from '../../../core/people/import-views.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { SelectField } from '../../ui/field.tsx'
import type { OpenImport } from './use-import.ts'
import { overwritable } from './view.ts'

type ChoicesFormProps = {
  readonly view: ImportView
  readonly choices: ImportChoices
  readonly choose: OpenImport['choose']
}

const newRoles = ['client', 'guest', 'staff'] as const

/** Choices about a plan; each makes it anew at once. */
export const ChoicesForm = ({ view, choices, choose }: ChoicesFormProps) => {
  const { t } = useTranslation()
  const { differs } = view
  return (
    <div className="flex flex-col gap-4">
      <fieldset className="flex flex-col gap-1">
        <legend className="font-medium">{t('import.overwrite')}</legend>
        {overwritable.map((field) => (
          <label key={field} className="flex min-h-7 items-center gap-2">
            <input
              type="checkbox"
              aria-label={t('import.overwriteField', { field: t(`import.fields.${field}`) })}
              checked={choices.overwrite.includes(field)}
              onChange={(event) => {
                const on = event.target.checked
                choose((now) => ({
                  ...now,
                  overwrite: on ? [...now.overwrite, field] : now.overwrite.filter((each) => each !== field),
                }))
              }}
              className="size-4 accent-accent"
            />
            <span className="flex-1">{t(`import.fields.${field}`)}</span>
            <span className="text-xs text-muted tabular-nums">
              {(differs[field] ?? 0) === 0
                ? t('import.noneDiffer')
                : t('import.differ', { count: differs[field] ?? 0 })}
            </span>
          </label>
        ))}
        <p className="text-xs text-muted">{t('import.overwriteHint')}</p>
      </fieldset>
      <SelectField
        label={t('import.role')}
        value={choices.role}
        onChange={(event) => {
          const role = newRoles.find((each) => each === event.target.value)
          if (role !== undefined) choose((now) => ({ ...now, role }))
        }}
      >
        {newRoles.map((role) => (
          <option key={role} value={role}>
            {t(`import.roles.${role}`)}
          </option>
        ))}
      </SelectField>
      <div className="flex flex-col gap-2">
        <Tick
          label={t('import.defaultSpace')}
          checked={choices.makeDefaultSpace}
          onChange={(makeDefaultSpace) => choose((now) => ({ ...now, makeDefaultSpace }))}
        />
        <Tick
          label={t('import.inactive')}
          checked={choices.inactive === 'include'}
          onChange={(on) => choose((now) => ({ ...now, inactive: on ? 'include' : 'skip' }))}
        />
        <Tick
          label={t('import.invite')}
          hint={t('import.inviteHint', { count: view.sums.new })}
          checked={choices.invite}
          onChange={(invite) => choose((now) => ({ ...now, invite }))}
        />
      </div>
      {view.groups.length > 0 && (
        <section>
          <h2 className="mb-1 font-medium">{t('import.groups')}</h2>
          <ul className="flex flex-col gap-1.5">
            {view.groups.map(({ name, isNew, add, ambiguous }) => (
              <li key={name}>
                <p className="truncate">{inertLine(name)}</p>
                <p className={ambiguous ? 'text-xs text-warn' : 'text-xs text-muted tabular-nums'}>
                  {ambiguous
                    ? t('import.groupAmbiguous')
                    : t(isNew ? 'import.groupNew' : 'import.groupAdd', { count: add })}
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

type TickProps = {
  readonly label: string
  readonly hint?: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

const Tick = ({ label, hint, checked, onChange }: TickProps) => (
  <label className="flex items-start gap-2">
    <input
      type="checkbox"
      aria-label={label}
      checked={checked}
      onChange={(event) => onChange(event.target.checked)}
      className="mt-0.5 size-4 shrink-0 accent-accent"
    />
    <span>
      {label}
      {hint !== undefined && <span className="block text-xs text-muted">{hint}</span>}
    </span>
  </label>
)
