import { useTranslation } from 'react-i18next'
import type { ColumnMap } from '../../../core/people/csv-columns.ts'
import type { TableView } from '../../../core/people/import-views.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { wholeNumber } from '../../lib/quantities.ts'
import { Notice } from '../../ui/notice.tsx'
import { columnFields, fieldOf, withColumn } from './view.ts'

type TableColumnsProps = {
  readonly table: TableView
  readonly columns: ColumnMap
  readonly headed: boolean
  readonly onColumns: (columns: ColumnMap) => void
}

const samples = 3

/** What each column of a table holds: guessed, and for a person to put right, with a few of its values beside it. */
export const TableColumns = ({ table, columns, headed, onColumns }: TableColumnsProps) => {
  const { t } = useTranslation()
  const width = Math.max(0, ...table.records.map((record) => record.length))
  const rows = table.records.slice(headed ? 1 : 0, (headed ? 1 : 0) + samples)
  const people = Math.max(0, table.count - (headed ? 1 : 0))
  const nameOf = (column: number): string => {
    const head = headed ? (table.records[0]?.[column]?.trim() ?? '') : ''
    return head === '' ? t('import.column', { number: column + 1 }) : inertLine(head)
  }
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4" tabIndex={-1}>
      <h2 className="text-md title-tight">{t('import.columnsTitle')}</h2>
      <p className="mb-3 text-muted">
        {t('import.columnsText', {
          count: people,
          n: wholeNumber(people, formatLocale()),
          title: inertLine(table.title),
        })}
      </p>
      {columns.email === undefined && (
        <div className="mb-3">
          <Notice tone="warn" role="status">
            {t('import.noEmail')}
          </Notice>
        </div>
      )}
      <ul aria-label={t('import.columns')} className="overflow-hidden rounded-lg border border-line">
        {Array.from({ length: width }, (_, column) => (
          <li
            key={column}
            className="grid grid-cols-[minmax(0,1fr)_minmax(0,1.6fr)_160px] items-center gap-3 border-line px-3 py-2 not-first:border-t"
          >
            <span className="truncate font-medium" dir="auto" title={nameOf(column)}>
              {nameOf(column)}
            </span>
            <span className="truncate text-muted select-text" dir="auto">
              {rows
                .map((record) => record[column]?.trim() ?? '')
                .map((cell) => (cell === '' ? t('import.emptyCell') : inertLine(cell)))
                .join(' · ')}
            </span>
            <select
              aria-label={t('import.columnIs', { name: nameOf(column) })}
              value={fieldOf(columns, column) ?? 'none'}
              onChange={(event) => {
                const field = columnFields.find((each) => each === event.target.value) ?? null
                onColumns(withColumn(columns, column, field))
              }}
              className="h-7 rounded-[7px] border border-field-line bg-panel px-2 hover:border-muted focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent"
            >
              <option value="none">{t('import.fields.none')}</option>
              {columnFields.map((field) => (
                <option key={field} value={field}>
                  {t(`import.fields.${field}`)}
                </option>
              ))}
            </select>
          </li>
        ))}
      </ul>
    </div>
  )
}
