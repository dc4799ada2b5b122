import { Search } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '../../../contract/index.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { SelectField } from '../../ui/field.tsx'

export type FoundryWish = {
  readonly locationIds: readonly string[]
  readonly label: string | null
  readonly active: boolean | null
  readonly groups: 'none' | 'location' | 'label'
}

export const firstWish: FoundryWish = { locationIds: [], label: null, active: true, groups: 'location' }

type FoundryFiltersProps = {
  readonly choices: CallOutput<'foundry.choices'>
  readonly wish: FoundryWish
  readonly onWish: (change: Partial<FoundryWish>) => void
}

const groupings = ['none', 'location', 'label'] as const
const standings = [
  { key: 'activeOnly', active: true },
  { key: 'everybody', active: null },
  { key: 'inactiveOnly', active: false },
] as const
/** A list that is looked over at a glance needs no search. */
const findFrom = 9

/** Whom of Foundry: by location, by label, active or not; and which groups come of it. */
export const FoundryFilters = ({ choices, wish, onWish }: FoundryFiltersProps) => {
  const { t } = useTranslation()
  const [sought, setSought] = useState('')
  const { locations, categories } = choices
  const found = locations.filter(({ name }) => name.toLowerCase().includes(sought.trim().toLowerCase()))
  const toggle = (id: string, on: boolean): void =>
    onWish({
      locationIds: on ? [...wish.locationIds, id] : wish.locationIds.filter((each) => each !== id),
    })
  return (
    <>
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-1 font-medium">{t('import.locations')}</legend>
        {locations.length >= findFrom && (
          <div className="relative">
            <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-3.5 text-faint" />
            <input
              type="search"
              aria-label={t('import.findLocation')}
              placeholder={t('import.findLocation')}
              value={sought}
              onChange={(event) => setSought(event.target.value)}
              className="h-[30px] w-full rounded-[7px] border border-line-strong bg-panel pr-2 pl-8 select-text hover:border-field-line focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent"
            />
          </div>
        )}
        <div className="max-h-48 overflow-y-auto rounded-[7px] border border-line py-1">
          {found.length === 0 ? (
            <p className="px-2.5 py-1 text-muted">{t('import.noLocation')}</p>
          ) : (
            found.map(({ id, name }) => (
              <label key={id} className="flex min-h-7 items-center gap-2 px-2.5 hover:bg-hover">
                <input
                  type="checkbox"
                  checked={wish.locationIds.includes(id)}
                  onChange={(event) => toggle(id, event.target.checked)}
                  className="size-4 shrink-0 accent-accent"
                />
                <span className="min-w-0 truncate">{inertLine(name)}</span>
              </label>
            ))
          )}
        </div>
        <p className="text-xs text-muted">{t('import.locationsHint')}</p>
      </fieldset>
      <SelectField
        label={t('import.label')}
        value={wish.label ?? ''}
        onChange={(event) => onWish({ label: event.target.value === '' ? null : event.target.value })}
      >
        <option value="">{t('import.anyLabel')}</option>
        {categories.map((category) => (
          <optgroup key={category.id} label={inertLine(category.name)}>
            {category.labels.map(({ id, name }) => (
              <option key={id} value={name}>
                {inertLine(name)}
              </option>
            ))}
          </optgroup>
        ))}
      </SelectField>
      <SelectField
        label={t('import.who')}
        value={standings.find(({ active }) => active === wish.active)?.key ?? 'activeOnly'}
        onChange={(event) => {
          const chosen = standings.find(({ key }) => key === event.target.value)
          if (chosen !== undefined) onWish({ active: chosen.active })
        }}
      >
        {standings.map(({ key }) => (
          <option key={key} value={key}>
            {t(`import.${key}`)}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('import.groups')}
        value={wish.groups}
        onChange={(event) => {
          const groups = groupings.find((each) => each === event.target.value)
          if (groups !== undefined) onWish({ groups })
        }}
      >
        {groupings.map((each) => (
          <option key={each} value={each}>
            {t(`import.groupsBy.${each}`)}
          </option>
        ))}
      </SelectField>
    </>
  )
}
