import { Search, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { focusSpaceList, searchFieldId } from '../../app/focus.ts'
import { setQuery, usePlace } from '../../app/place.ts'
import { shortcut } from '../../lib/platform.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { expectNothing, onResultsKey, resultsId, useResults } from './results-store.ts'

/** The field above the list. The keyboard stays in it: arrows go through the results, Enter opens one. */
export const SearchBox = () => {
  const { t } = useTranslation()
  const query = usePlace((place) => place.query)
  const active = useResults((results) => results.active)
  return (
    <div className="relative mx-3 mb-2 shrink-0">
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-3.5 text-faint" />
      <input
        id={searchFieldId}
        type="search"
        aria-label={t('search.label')}
        placeholder={t('search.label')}
        autoComplete="off"
        spellCheck={false}
        maxLength={500}
        value={query}
        onChange={(event) => {
          expectNothing()
          setQuery(event.target.value)
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Escape') {
            if (query === '') focusSpaceList()
            setQuery('')
          } else if (event.key === 'ArrowDown' && query === '') focusSpaceList()
          else if (!onResultsKey(event.key, query)) return
          event.preventDefault()
        }}
        {...(active === null || query.trim() === '' ? {} : { 'aria-controls': resultsId })}
        {...(active === null || query.trim() === '' ? {} : { 'aria-activedescendant': active })}
        className="h-[30px] w-full rounded-[7px] border border-line-strong bg-panel pr-14 pl-8 text-text select-text hover:border-field-line focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent"
      />
      <span className="absolute inset-y-0 right-1.5 flex items-center">
        {query === '' ? (
          <span aria-hidden>
            <Kbd>{shortcut('F')}</Kbd>
          </span>
        ) : (
          <button
            type="button"
            aria-label={t('search.clear')}
            onClick={() => setQuery('')}
            className="grid size-6 place-items-center rounded-md text-faint hover:bg-hover hover:text-text"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        )}
      </span>
    </div>
  )
}
