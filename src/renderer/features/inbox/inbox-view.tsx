import { Suspense, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SavedView } from '../../../core/inbox/view.ts'
import { plainFilter, shown } from '../../../core/inbox/view-rules.ts'
import type { PortalId } from '../../../core/portal.ts'
import type { SpaceSummary } from '../../../core/space.ts'
import { useFirstReads, usePortal } from '../../app/context.ts'
import { usePlace } from '../../app/place.ts'
import { wholeNumber } from '../../lib/quantities.ts'
import { type Trigger, useQuery } from '../../lib/use-query.ts'
import { foyer } from '../../lib/foyer.ts'
import { useNow } from '../../lib/use-now.ts'
import { afterPaint } from '../../lib/after-paint.ts'
import { later } from '../../lib/later.tsx'
import { SearchBox } from '../search/search-box.tsx'
import { BatchBar } from './batch-bar.tsx'
import { clearSelection, showNewest, showRows, useInbox } from './inbox-store.ts'
import { PortalBanner } from './portal-banner.tsx'
import { ListSkeleton } from '../../ui/list-skeleton.tsx'
import { PickSpace } from './pick-space.tsx'
import { SpaceList } from './space-list.tsx'
import { useInboxKeys } from './use-inbox-keys.ts'
import { waitingOnUs } from './view.ts'
import { ViewChips } from './view-chips.tsx'
import { builtInFilter, type Chosen } from './views.ts'
import { formatLocale } from '../../lib/locale.ts'

const SpacePane = later(async () => (await import('../space/space-pane.tsx')).SpacePane)
const SnoozeSheet = later(async () => (await import('./snooze-sheet.tsx')).SnoozeSheet)
const ViewSheet = later(async () => (await import('./view-sheet.tsx')).ViewSheet)
const SearchResults = later(async () => (await import('../search/search-results.tsx')).SearchResults)

/** List on the left, open space on the right; a search takes the list's place while there is one. */
export const InboxView = () => {
  const { t } = useTranslation()
  const portal = usePortal()
  const reads = useFirstReads()
  const spaceId = usePlace((place) => place.spaceId)
  const searching = usePlace((place) => place.query.trim() !== '')
  const [chosen, setChosen] = useState<Chosen>({ built: 'all' })
  const [editing, setEditing] = useState<SavedView | 'new' | null>(null)
  const snoozing = useInbox((inbox) => inbox.snoozing)
  const now = useNow()
  const views = useQuery(
    `views ${portal.id}`,
    () => foyer()['views.list']({ portalId: portal.id }),
    viewsTrigger(portal.id),
  )
  const saved = useMemo(() => views.value ?? [], [views.value])
  const filter =
    'built' in chosen
      ? builtInFilter(chosen.built)
      : (saved.find(({ id }) => id === chosen.saved)?.filter ?? plainFilter)
  const first = reads.spaces(portal.id)
  const spaces = useQuery<SpaceSummary[]>(
    `spaces ${portal.id}`,
    first.ask,
    { portalId: portal.id, topics: ['spaces', 'messages', 'files', 'outbox', 'drafts'] },
    first.known,
  )
  const rows = useMemo(
    () => shown(spaces.value ?? [], filter, spaceId, now),
    [spaces.value, filter, spaceId, now],
  )
  const waiting = waitingOnUs(spaces.value ?? [])
  usePainted(spaces.value !== undefined)
  useInboxKeys(rows)
  useShownRows(rows, searching)
  useEffect(() => showNewest(spaces.value ?? none), [spaces.value])
  useSnoozeEnds(spaces.value, now, spaces.reload)

  const open = spaces.value?.find(({ id }) => id === spaceId)
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[clamp(264px,25vw,336px)_minmax(0,1fr)]">
      <section aria-label={t('inbox.title')} className="flex min-h-0 flex-col border-r border-line bg-bg">
        <header className="flex h-12 shrink-0 items-center gap-2 px-4">
          <h1 className="flex-1 text-[15px] title-tight">{t('inbox.title')}</h1>
          {/* Before everything has been read once, that nothing waits would be a guess. */}
          {spaces.value !== undefined && (waiting > 0 || portal.firstSync === null) && (
            <span className="text-2xs text-faint tabular-nums">
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
            <ViewChips
              chosen={chosen}
              saved={saved}
              spaces={spaces.value ?? none}
              now={now}
              onChoose={setChosen}
              onEdit={(view) => setEditing(view ?? 'new')}
            />
            <PortalBanner />
            <BatchBar />
            <SpaceList
              rows={rows}
              known={spaces.value !== undefined}
              failure={spaces.failure}
              onRetry={spaces.reload}
              view={'built' in chosen ? chosen.built : 'saved'}
              onShowAll={() => setChosen({ built: 'all' })}
            />
          </>
        )}
      </section>
      <section className="flex min-h-0 min-w-0 flex-col bg-panel">
        {spaceId === null ? (
          <PickSpace />
        ) : (
          <Suspense fallback={<ListSkeleton />}>
            <SpacePane key={spaceId} spaceId={spaceId} summary={open} />
          </Suspense>
        )}
      </section>
      <Suspense fallback={null}>
        {snoozing !== null && <SnoozeSheet spaceIds={snoozing} />}
        {editing !== null && (
          <ViewSheet
            view={editing === 'new' ? null : editing}
            spaces={spaces.value ?? none}
            now={now}
            onSaved={(view) => {
              setEditing(null)
              setChosen({ saved: view.id })
            }}
            onClose={() => setEditing(null)}
          />
        )}
      </Suspense>
    </div>
  )
}

const none: readonly SpaceSummary[] = []

const viewsTrigger = (portalId: PortalId): Trigger => ({ portalId, topics: ['views'] })

/** Actions by key and from the palette look up in it who comes next. */
const useShownRows = (rows: readonly SpaceSummary[], searching: boolean): void => {
  useEffect(() => showRows(rows.map(({ id }) => id)), [rows])
  // What is found stands in the list's place.
  useEffect(() => {
    if (searching) clearSelection()
  }, [searching])
  useEffect(() => clearSelection, [])
}

/** I1.3: nothing in the archive changes when a snooze ends by its time, so the list is read again. */
const useSnoozeEnds = (
  spaces: readonly SpaceSummary[] | undefined,
  now: number,
  reload: () => void,
): void => {
  const isDue = spaces?.some(({ snoozedUntil }) => snoozedUntil !== null && snoozedUntil <= now) === true
  useEffect(() => {
    if (isDue) reload()
  }, [isDue, reload, spaces])
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
