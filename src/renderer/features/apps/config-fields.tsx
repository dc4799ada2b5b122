import type { TFunction } from 'i18next'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { KnownField } from '../../../core/customizations/known-fields.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { TextField } from '../../ui/field.tsx'
import type { Draft, FieldError, RestError } from './view.ts'

type ConfigFieldsProps = {
  readonly fields: readonly KnownField[]
  readonly draft: Draft
  readonly onChange: (draft: Draft) => void
  readonly errors: Readonly<Record<string, FieldError>>
  readonly restError: RestError | null
  /** What the portal said, and about which field. */
  readonly refusal: { readonly key: string; readonly words: string } | null
  readonly disabled: boolean
}

/** A field for each value that has one, and JSON for the rest; what is wrong stands under the field it is about. */
export const ConfigFields = (props: ConfigFieldsProps) => {
  const { fields, draft, onChange, errors, restError, refusal, disabled } = props
  const { t } = useTranslation()
  const id = useId()
  const set = (key: string, value: string | boolean): void =>
    onChange({ ...draft, values: { ...draft.values, [key]: value } })
  const wrong = (key: string): string | null => {
    const error = errors[key]
    if (error !== undefined) return t(`customization.errors.${error}`)
    return refusal?.key === key ? refusal.words : null
  }
  return (
    <div className="flex flex-col gap-3">
      {fields.map(({ key, kind }) => {
        const value = draft.values[key]
        if (kind === 'boolean') {
          return (
            <label key={key} className="flex items-center gap-2 font-medium">
              <input
                type="checkbox"
                checked={value === true}
                disabled={disabled}
                onChange={(event) => set(key, event.target.checked)}
                className="size-4 accent-(--accent)"
              />
              {inertLine(key)}
            </label>
          )
        }
        const problem = wrong(key)
        const hint = kind === 'address' ? t('customization.addressHint') : t('customization.emptyHint')
        return (
          <TextField
            key={key}
            label={kind === 'address' ? t('customization.address') : inertLine(key)}
            value={typeof value === 'string' ? value : ''}
            disabled={disabled}
            inputMode={kind === 'number' ? 'decimal' : 'text'}
            aria-invalid={problem !== null}
            onChange={(event) => set(key, event.target.value)}
            hint={problem === null ? hint : <span className="text-bad">{problem}</span>}
          />
        )
      })}
      <div className="flex flex-col gap-1">
        <label htmlFor={id} className="font-medium">
          {t('customization.rest')}
        </label>
        <textarea
          id={id}
          value={draft.rest}
          disabled={disabled}
          rows={Math.min(14, Math.max(4, draft.rest.split('\n').length))}
          spellCheck={false}
          aria-invalid={restError !== null}
          aria-describedby={`${id}-hint`}
          onChange={(event) => onChange({ ...draft, rest: event.target.value })}
          className="w-full resize-y rounded-[7px] border border-field-line bg-panel px-2.5 py-1.5 font-mono text-xs leading-[18px] select-text hover:border-muted focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent disabled:opacity-60"
        />
        <p id={`${id}-hint`} className="text-xs text-muted">
          {restError === null ? (
            t('customization.restHint')
          ) : (
            <span className="text-bad">{restWords(restError, t)}</span>
          )}
        </p>
      </div>
    </div>
  )
}

const restWords = (error: RestError, t: TFunction): string => {
  switch (error.kind) {
    case 'json':
      return t('customization.errors.json', { reason: inertLine(error.reason) })
    case 'object':
      return t('customization.errors.object')
    case 'twice':
      return t('customization.errors.twice', { key: inertLine(error.key) })
  }
}
