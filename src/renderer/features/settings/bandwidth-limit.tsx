import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classes } from '../../lib/class-names.ts'
import { amountOf, bytesOf, type Unit, units } from './bandwidth.ts'
import { changeSettings } from './change-settings.ts'

const firstLimit = 1_000_000
const box =
  'h-8 rounded-[7px] border border-field-line bg-panel px-2.5 text-text hover:border-muted focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent'

/** T1.83: how much of the line transfers may take. What can't be a limit is said and not kept. */
export const BandwidthLimit = ({ bytesPerSecond }: { readonly bytesPerSecond: number | null }) => {
  const { t } = useTranslation()
  const id = useId()
  const [last, setLast] = useState(bytesPerSecond ?? firstLimit)
  return (
    <div className="mt-4">
      <label className="flex max-w-[52ch] items-start gap-2.5">
        <input
          type="checkbox"
          checked={bytesPerSecond !== null}
          onChange={(event) => void changeSettings({ bytesPerSecond: event.target.checked ? last : null })}
          className="mt-0.5 size-4 shrink-0 accent-accent"
          aria-describedby={`${id}-hint`}
        />
        <span>
          <span className="font-medium">{t('transferSettings.limit')}</span>
          <span id={`${id}-hint`} className="block text-xs text-muted">
            {t('transferSettings.limitHint')}
          </span>
        </span>
      </label>
      {bytesPerSecond !== null && (
        <Amount
          key={bytesPerSecond}
          bytesPerSecond={bytesPerSecond}
          onChange={(limit) => {
            setLast(limit)
            void changeSettings({ bytesPerSecond: limit })
          }}
        />
      )}
    </div>
  )
}

type AmountProps = { readonly bytesPerSecond: number; readonly onChange: (limit: number) => void }

const Amount = ({ bytesPerSecond, onChange }: AmountProps) => {
  const { t } = useTranslation()
  const id = useId()
  const kept = amountOf(bytesPerSecond)
  const [amount, setAmount] = useState(kept.amount)
  const [unit, setUnit] = useState<Unit>(kept.unit)
  const wrong = bytesOf(amount, unit) === null
  const keep = (next: Unit): void => {
    const limit = bytesOf(amount, next)
    if (limit !== null && limit !== bytesPerSecond) onChange(limit)
  }
  return (
    <form
      className="mt-2 ml-[26px]"
      onSubmit={(event) => {
        event.preventDefault()
        keep(unit)
      }}
    >
      <div className="flex items-center gap-2">
        <input
          type="text"
          inputMode="decimal"
          aria-label={t('transferSettings.limitAmount')}
          aria-invalid={wrong}
          {...(wrong ? { 'aria-describedby': `${id}-range` } : {})}
          value={amount}
          maxLength={12}
          autoComplete="off"
          onChange={(event) => setAmount(event.target.value)}
          onBlur={() => keep(unit)}
          className={classes(box, 'w-24 text-right tabular-nums select-text', wrong && 'border-bad!')}
        />
        <select
          aria-label={t('transferSettings.limitUnit')}
          value={unit}
          onChange={(event) => {
            const next = units.find((each) => each === event.target.value) ?? unit
            setUnit(next)
            keep(next)
          }}
          className={classes(box, 'pr-1.5')}
        >
          {units.map((each) => (
            <option key={each} value={each}>
              {t(`transferSettings.limitUnits.${each}`)}
            </option>
          ))}
        </select>
      </div>
      {wrong && (
        <p id={`${id}-range`} role="status" className="mt-1 text-xs text-bad">
          {t('transferSettings.limitRange')}
        </p>
      )}
    </form>
  )
}
