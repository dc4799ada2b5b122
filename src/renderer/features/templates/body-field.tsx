import { useRef, type ReactNode, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldNames } from '../../../core/writing/merge.ts'

/** Where a text with merge fields is written, and what puts something in where the cursor stands. */
export const useInsertion = (body: string, change: (body: string) => void) => {
  const field = useRef<HTMLTextAreaElement>(null)
  const put = (inserted: string): void => {
    const at = field.current?.selectionStart ?? body.length
    const end = field.current?.selectionEnd ?? at
    change(body.slice(0, at) + inserted + body.slice(end))
    field.current?.focus()
  }
  return { field, put }
}

type BodyFieldProps = {
  readonly id: string
  readonly field: RefObject<HTMLTextAreaElement | null>
  readonly body: string
  readonly onChange: (body: string) => void
  readonly onPut: (inserted: string) => void
  readonly rows: number
  readonly placeholder?: string
  /** Beside the label. */
  readonly aside?: ReactNode
}

/** A text with merge fields, and a button for each field there is. */
export const BodyField = ({ id, field, body, onChange, onPut, rows, placeholder, aside }: BodyFieldProps) => {
  const { t } = useTranslation()
  return (
    <>
      <div className="flex min-w-0 flex-col gap-1">
        <div className="flex min-h-7 items-center justify-between">
          <label htmlFor={id} className="font-medium">
            {t('templates.body')}
          </label>
          {aside}
        </div>
        <textarea
          ref={field}
          id={id}
          value={body}
          maxLength={20_000}
          rows={rows}
          dir="auto"
          placeholder={placeholder}
          onChange={(event) => onChange(event.target.value)}
          className="w-full resize-y rounded-[7px] border border-field-line bg-panel px-2.5 py-1.5 text-text select-text hover:border-muted focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent"
        />
      </div>
      <div role="group" aria-label={t('templates.fields')} className="flex flex-wrap items-center gap-1.5">
        <span className="mr-1 text-xs text-muted">{t('templates.fields')}</span>
        {fieldNames.map((each) => (
          <button
            key={each}
            type="button"
            title={t(`templates.fieldHints.${each}`)}
            onClick={() => onPut(`{${each}}`)}
            className="h-6 rounded-md bg-chip px-1.5 font-mono text-xs text-text hover:bg-hover"
          >{`{${each}}`}</button>
        ))}
      </div>
    </>
  )
}
