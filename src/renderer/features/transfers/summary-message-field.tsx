import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { longestSummary, openFields } from '../../../core/transfers/summary.ts'

export type SummaryChoice = {
  /** Nobody is told of each file. */
  readonly silent: boolean
  readonly sends: boolean
  readonly text: string
}

export const noSummary: SummaryChoice = { silent: false, sends: false, text: '' }

/** The text that goes with the job, if any. */
export const messageOf = ({ silent, sends, text }: SummaryChoice): string | undefined =>
  silent && sends && text.trim() !== '' ? text : undefined

type SummaryMessageFieldProps = {
  readonly choice: SummaryChoice
  /** Files of the plan, for the words that are there to begin with. */
  readonly files: number
  readonly onChange: (choice: SummaryChoice) => void
}

/** "Don't notify for each file; send one message when done", and its text. */
export const SummaryMessageField = ({ choice, files, onChange }: SummaryMessageFieldProps) => {
  const { t } = useTranslation()
  const id = useId()
  const { silent, sends, text } = choice
  const unfilled = openFields(text)
  const setSends = (next: boolean): void =>
    onChange({
      ...choice,
      sends: next,
      text: next && text === '' ? t('plan.message.text', { count: files }) : text,
    })
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="sr-only">{t('plan.message.legend')}</legend>
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          checked={silent}
          onChange={(event) => onChange({ ...choice, silent: event.target.checked })}
          className="size-4 accent-accent"
        />
        {t('plan.silent')}
      </label>
      {silent && (
        <div className="flex flex-col gap-2 pl-6">
          <label className="flex items-center gap-2">
            <input
              type="checkbox"
              checked={sends}
              onChange={(event) => setSends(event.target.checked)}
              className="size-4 accent-accent"
            />
            {t('plan.message.send')}
          </label>
          {sends && (
            <div className="flex flex-col gap-1">
              <textarea
                aria-label={t('plan.message.label')}
                aria-describedby={`${id}-hint`}
                value={text}
                maxLength={longestSummary}
                rows={3}
                dir="auto"
                onChange={(event) => onChange({ ...choice, text: event.target.value })}
                className="w-full resize-y rounded-[7px] border border-field-line bg-panel px-2.5 py-1.5 text-text select-text hover:border-muted focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent"
              />
              <p id={`${id}-hint`} className="text-xs text-muted">
                {t('plan.message.hint')}
              </p>
              {unfilled.length > 0 && (
                <p role="status" className="text-xs font-medium text-warn">
                  {t('templates.unfilled', { count: unfilled.length, fields: unfilled.join(' ') })}
                </p>
              )}
              {text.length > longestSummary && (
                <p role="status" className="text-xs font-medium text-bad">
                  {t('messages.tooLong', { count: text.length - longestSummary })}
                </p>
              )}
            </div>
          )}
        </div>
      )}
    </fieldset>
  )
}
