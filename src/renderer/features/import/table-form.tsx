import { FileSpreadsheet } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { TableReading } from '../../../core/people/csv-columns.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/field.tsx'
import type { TableChosen } from './use-table.ts'
import { encodings, separators } from './view.ts'

type TableFormProps = {
  readonly chosen: TableChosen | null
  readonly onFiles: (files: readonly File[]) => void
  readonly onReading: (reading: TableReading) => void
  readonly onHeaded: (headed: boolean) => void
}

const separatorNames = ['comma', 'semicolon', 'tab', 'bar'] as const

/** Which table, and how its bytes are read: found out, and for a person to put right. */
export const TableForm = ({ chosen, onFiles, onReading, onHeaded }: TableFormProps) => {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <div className="flex flex-col gap-1">
        <p className="font-medium">{t('import.table')}</p>
        <div className="flex items-center gap-2">
          <Button icon={<FileSpreadsheet aria-hidden />} onClick={() => input.current?.click()}>
            {chosen === null ? t('import.chooseTable') : t('import.otherTable')}
          </Button>
          {chosen !== null && (
            <span className="min-w-0 truncate font-medium" title={inertLine(chosen.name)}>
              {inertLine(chosen.name)}
            </span>
          )}
          <input
            ref={input}
            type="file"
            accept=".csv,.tsv,.txt,text/csv"
            aria-label={t('import.chooseTableInput')}
            tabIndex={-1}
            onChange={(event) => {
              onFiles([...(event.currentTarget.files ?? [])])
              // The same choice made again is a choice again.
              event.currentTarget.value = ''
            }}
            className="sr-only"
          />
        </div>
        {chosen === null && <p className="text-xs text-muted">{t('import.tableHint')}</p>}
      </div>
      {chosen !== null && (
        <>
          <SelectField
            label={t('import.separator')}
            value={separatorNames.find((name) => separators[name] === chosen.table.separator) ?? 'comma'}
            onChange={(event) => {
              const name = separatorNames.find((each) => each === event.target.value)
              if (name !== undefined) onReading({ ...chosen.reading, separator: separators[name] })
            }}
          >
            {separatorNames.map((name) => (
              <option key={name} value={name}>
                {t(`import.separators.${name}`)}
              </option>
            ))}
          </SelectField>
          <SelectField
            label={t('import.encoding')}
            value={chosen.table.encoding}
            onChange={(event) => {
              const encoding = encodings.find((each) => each === event.target.value)
              if (encoding !== undefined) onReading({ ...chosen.reading, encoding })
            }}
          >
            {encodings.map((encoding) => (
              <option key={encoding} value={encoding}>
                {t(`import.encodings.${encoding}`)}
              </option>
            ))}
          </SelectField>
          <label className="flex items-center gap-2">
            <input
              type="checkbox"
              checked={chosen.headed}
              onChange={(event) => onHeaded(event.target.checked)}
              className="size-4 accent-accent"
            />
            {t('import.headed')}
          </label>
        </>
      )}
    </>
  )
}
