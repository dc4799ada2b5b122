import { useTranslation } from 'react-i18next'
import type { TablePreview } from '../../../core/customizations/table-preview.ts'
import type { ColumnType, TableMapping } from '../../../core/customizations/table.ts'
import { inertLine } from '../../lib/inert-text.ts'

type MappingTableProps = {
  readonly preview: TablePreview
  readonly mapping: TableMapping
  readonly onChange: (mapping: TableMapping) => void
}

const types: readonly ColumnType[] = ['text', 'number', 'boolean', 'json']

const typeOf = (text: string): ColumnType => types.find((type) => type === text) ?? 'text'

type Goal = 'out' | 'email' | 'value'

const box =
  'h-7 w-full rounded-[7px] border border-field-line bg-panel px-2 hover:border-muted focus:border-accent ' +
  'focus:outline-2 focus:-outline-offset-1 focus:outline-accent'

/** Which column is what: left out, the address, or a value under a name and of a kind. */
export const MappingTable = ({ preview, mapping, onChange }: MappingTableProps) => {
  const { t } = useTranslation()
  const without = (column: number): TableMapping => ({
    ...mapping,
    email: mapping.email === column ? null : mapping.email,
    columns: mapping.columns.filter((each) => each.column !== column),
  })
  const put = (column: number, key: string, type: ColumnType): TableMapping => {
    const rest = without(column)
    const columns = [...rest.columns, { column, key, type }].toSorted((a, b) => a.column - b.column)
    return { ...rest, columns }
  }
  const send = (column: number, goal: Goal): void => {
    if (goal === 'out') onChange(without(column))
    else if (goal === 'email') onChange({ ...without(column), email: column })
    else onChange(put(column, preview.headings[column] ?? '', 'text'))
  }
  return (
    <table className="w-full table-fixed border-collapse">
      <caption className="mb-1 text-left font-medium">{t('bulk.columns')}</caption>
      <thead className="text-left text-xs text-muted">
        <tr>
          <th scope="col" className="w-[20%] py-1 pr-3 font-medium">
            {t('bulk.column')}
          </th>
          <th scope="col" className="w-[18%] py-1 pr-3 font-medium">
            {t('bulk.example')}
          </th>
          <th scope="col" className="py-1 font-medium">
            {t('bulk.goesTo')}
          </th>
        </tr>
      </thead>
      <tbody>
        {preview.headings.map((heading, column) => {
          const value = mapping.columns.find((each) => each.column === column)
          const goal: Goal = mapping.email === column ? 'email' : value === undefined ? 'out' : 'value'
          const name = inertLine(heading)
          const example = preview.sample
            .map((cells) => (cells[column] ?? '').trim())
            .find((cell) => cell !== '')
          return (
            <tr key={column} className="border-t border-line align-top">
              <th scope="row" className="truncate py-1.5 pr-3 text-left leading-7 font-medium">
                {name}
              </th>
              <td className="truncate py-1.5 pr-3 leading-7 text-muted">{inertLine(example ?? '')}</td>
              <td className="py-1.5">
                <div className="grid grid-cols-[minmax(0,1.1fr)_minmax(0,1fr)_minmax(0,0.8fr)] gap-2">
                  <select
                    aria-label={t('bulk.goesToOf', { column: name })}
                    value={goal}
                    onChange={(event) => send(column, event.target.value as Goal)}
                    className={box}
                  >
                    <option value="out">{t('bulk.leaveOut')}</option>
                    <option value="email">{t('bulk.email')}</option>
                    <option value="value">{t('bulk.value')}</option>
                  </select>
                  {value !== undefined && (
                    <>
                      <input
                        type="text"
                        aria-label={t('bulk.keyOf', { column: name })}
                        value={value.key}
                        spellCheck={false}
                        onChange={(event) => onChange(put(column, event.target.value, value.type))}
                        className={`${box} select-text`}
                      />
                      <select
                        aria-label={t('bulk.typeOf', { column: name })}
                        value={value.type}
                        onChange={(event) => onChange(put(column, value.key, typeOf(event.target.value)))}
                        className={box}
                      >
                        {types.map((type) => (
                          <option key={type} value={type}>
                            {t(`bulk.types.${type}`)}
                          </option>
                        ))}
                      </select>
                    </>
                  )}
                </div>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
