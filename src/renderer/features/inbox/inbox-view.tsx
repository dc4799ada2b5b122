import { Suspense, useCallback, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SpaceSummary } from '../../../core/space.ts'
import { focusComposer, isTyping } from '../../app/focus.ts'
import { useFirstReads, usePortal } from '../../app/context.ts'
import { openSpace, usePlace } from '../../app/place.ts'
import { wholeNumber } from '../../lib/quantities.ts'
import { useQuery } from '../../lib/use-query.ts'
import { foyer } from '../../lib/foyer.ts'
import { afterPaint } from '../../lib/after-paint.ts'
import { later } from '../../lib/later.tsx'
import { SearchBox } from '../search/search-box.tsx'
import { FilterChips } from './filter-chips.tsx'
import { PortalBanner } from './portal-banner.tsx'
import { PickSpace } from './pick-space.tsx'
import { SpaceList } from './space-list.tsx'
import { neighbour, shown, waitingOnUs, type Filter } from './view.ts'
import { formatLocale } from '../../lib/locale.ts'

const SpacePane = later(async () => (await import('../space/space-pane.tsx')).SpacePane)
const SearchResults = later(async () => (await import('../search/search-results.tsx')).SearchResults)

/** List on the left, open space on the right; a search takes the list's place while there is one. */
export const InboxView = () => {
  const { t } = useTranslation()
  const portal = usePortal()
  const reads = useFirstReads()
  const spaceId = usePlace((place) => place.spaceId)
  const searching = usePlace((place) => place.query.trim() !== '')
  const [filter, setFilter] = useState<Filter>('all')
  const first = reads.spaces(portal.id)
  const spaces = useQuery<SpaceSummary[]>(
    `spaces ${portal.id}`,
    first.ask,
    { portalId: portal.id, topics: ['spaces', 'messages', 'files', 'outbox', 'drafts'] },
    first.known,
  )
  const rows = useMemo(() => shown(spaces.value ?? [], filter, spaceId), [spaces.value, filter, spaceId])
  const waiting = waitingOnUs(spaces.value ?? [])
  usePainted(spaces.value !== undefined)
  useListKeys(rows)

  const open = spaces.value?.find(({ id }) => id === spaceId)
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[clamp(264px,25vw,336px)_minmax(0,1fr)]">
      <section aria-label={t('inbox.title')} className="flex min-h-0 flex-col border-r border-line bg-bg">
        <header className="flex h-12 shrink-0 items-center gap-2 px-4">
          <h1 className="flex-1 text-[15px] title-tight">{t('inbox.title')}</h1>
          {/* Before everything has been read once, that nothing waits would be a guess. */}
          {spaces.value !== undefined && (waiting > 0 || portal.firstSync === null) && (
            <span className="text-xs text-faint tabular-nums">
              {waiting === 0
                ? t('inbox.nothingWaiting')
                : t('inbox.waitingOnUs', { count: waiting, shown: wholeNumber(waiting, formatLocale()) })}
            </span>
          )}
        </header>
        <SearchBox />
        {searching ? (
          <Suspense fallback={null}>
            <SearchResults />
          </Suspense>
        ) : (
          <>
            <FilterChips filter={filter} onChange={setFilter} spaces={spaces.value ?? []} />
            <PortalBanner />
            <SpaceList
              rows={rows}
              known={spaces.value !== undefined}
              failure={spaces.failure}
              onRetry={spaces.reload}
              filter={filter}
              onShowAll={() => setFilter('all')}
            />
          </>
        )}
      </section>
      <section className="flex min-h-0 min-w-0 flex-col bg-panel">
        {spaceId === null ? (
          <PickSpace />
        ) : (
          <Suspense fallback={null}>
            <SpacePane key={spaceId} spaceId={spaceId} summary={open} />
          </Suspense>
        )}
      </section>
    </div>
  )
}

/** Tells the start benchmark, once, that the inbox stands; then fetches the code of the space pane, so that it opens at once. */
const usePainted = (known: boolean): void => {
  useEffect(() => {
    if (!known) return
    return afterPaint(() => {
      void foyer()['window.painted']({ what: 'inbox' })
      void SpacePane.fetch()
    })
  }, [known])
}

/** j, k, Enter and u work from anywhere in the inbox where one is not typing. */
const useListKeys = (rows: readonly SpaceSummary[]): void => {
  const portal = usePortal()
  const onKey = useCallback(
    (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      if (isTyping(event.target) || document.querySelector('dialog[open]') !== null) return
      const { spaceId } = usePlace.getState()
      if (event.key === 'j' || event.key === 'k') {
        const next = neighbour(
          rows.map(({ id }) => id),
          spaceId,
          event.key === 'j' ? 1 : -1,
        )
        if (next !== undefined) openSpace(next)
        event.preventDefault()
      }
      if (event.key === 'Enter' && event.target === document.body && spaceId !== null) {
        focusComposer()
        event.preventDefault()
      }
      if (event.key === 'u' && spaceId !== null) {
        void foyer()['spaces.markUnread']({ portalId: portal.id, spaceId })
        event.preventDefault()
      }
    },
    [rows, portal.id],
  )
  useEffect(() => {
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [onKey])
}
