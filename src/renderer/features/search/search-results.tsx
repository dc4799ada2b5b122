import { File, Folder, MessageSquare, SearchX, UserRound } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MarkedText, SearchHit } from '../../../core/search/hit.ts'
import type { PortalId } from '../../../core/portal.ts'
import type { SearchOrder } from '../../../core/search/ranked.ts'
import { usePortals } from '../../app/context.ts'
import { usePlace } from '../../app/place.ts'
import { classes } from '../../lib/class-names.ts'
import { foyer } from '../../lib/foyer.ts'
import { inert, inertLine } from '../../lib/inert-text.ts'
import { bytes } from '../../lib/quantities.ts'
import { listTime } from '../../lib/time.ts'
import { useNow } from '../../lib/use-now.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureState } from '../../ui/failure-state.tsx'
import { openHit } from './open-hit.ts'
import {
  elementId,
  expectNothing,
  forgetHits,
  resultsId,
  setActive,
  setOrder,
  showHits,
  useResults,
} from './results-store.ts'
import { groupHits, plainText } from './view.ts'
import { formatLocale } from '../../lib/locale.ts'

const limit = 100

/** What was found, and for which words. */
type Found = { readonly query: string; readonly hits: readonly SearchHit[] }

/** What was found in the archive, grouped. The keyboard is in the field above; the pointer works here. */
export const SearchResults = () => {
  const { t } = useTranslation()
  const order = useResults((results) => results.order)
  const query = useSettled(usePlace((place) => place.query.trim()))
  const found = useQuery(query === '' ? null : `search ${order} ${query}`, () =>
    foyer()['search.query']({ portalId: null, query, limit, order }),
  )
  // While the next answer is on its way the last one stays: a list that flickers can't be read.
  const [answer, setAnswer] = useState<Found | null>(null)
  if (found.value !== undefined && (found.value !== answer?.hits || query !== answer.query)) {
    setAnswer({ query, hits: found.value })
  }
  const shown = answer?.hits ?? null

  const groups = useMemo(() => groupHits(answer?.hits ?? []), [answer])
  useEffect(() => {
    if (answer === null) return
    showHits(
      answer.query,
      groups.flatMap(({ hits }) => hits),
      usePlace.getState().query,
    )
  }, [answer, groups])
  useEffect(() => forgetHits, [])
  useEffect(() => {
    if (found.failure !== undefined) expectNothing()
  }, [found.failure])
  const active = useResults((results) => results.active)
  useEffect(() => {
    if (active !== null) document.getElementById(active)?.scrollIntoView({ block: 'nearest' })
  }, [active])

  if (found.failure !== undefined) return <FailureState failure={found.failure} onRetry={found.reload} />
  if (shown === null) return <div className="flex-1" />
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex items-center gap-2 px-4 pb-1 text-xs text-faint">
        <p role="status" className="mr-auto truncate">
          {shown.length === 0
            ? t('search.noneTitle')
            : t(shown.length === limit ? 'search.first' : 'search.count', { count: shown.length })}
        </p>
        <Order order={order} />
      </div>
      {shown.length === 0 ? (
        <EmptyState icon={<SearchX />} title={t('search.noneTitle')} text={t('search.noneText')} />
      ) : (
        <div
          id={resultsId}
          role="listbox"
          aria-label={t('search.results')}
          tabIndex={-1}
          className="min-h-0 flex-1 overflow-y-auto pb-2"
        >
          {groups.map(({ kind, hits }) => (
            <div key={kind} role="group" aria-label={t(`search.groups.${kind}`)}>
              <p
                aria-hidden
                className="sticky top-0 z-10 bg-bg px-4 pt-2 pb-1 text-2xs font-semibold text-faint"
              >
                {t(`search.groups.${kind}`)}
              </p>
              {hits.map((hit) => (
                <Hit key={elementId(hit)} hit={hit} active={elementId(hit) === active} />
              ))}
            </div>
          ))}
        </div>
      )}
      <p className="border-t border-line px-4 py-2 text-2xs text-faint">{t('search.hint')}</p>
    </div>
  )
}

const orders: readonly SearchOrder[] = ['best', 'newest']

/** Two words beside the number of hits, the one that holds in ink. */
const Order = ({ order }: { readonly order: SearchOrder }) => {
  const { t } = useTranslation()
  return (
    <div role="radiogroup" aria-label={t('search.order')} className="flex shrink-0">
      {orders.map((one) => (
        <button
          key={one}
          type="button"
          role="radio"
          aria-checked={one === order}
          onClick={() => setOrder(one)}
          className={classes(
            'h-6 rounded-md px-1.5 text-xs hover:bg-hover hover:text-text',
            one === order ? 'font-medium text-text' : 'text-faint',
          )}
        >
          {t(`search.orders.${one}`)}
        </button>
      ))}
    </div>
  )
}

/** Which portal a hit is in, in its colour; nothing where there is only one. */
const PortalMark = ({ id, short = false }: { readonly id: PortalId; readonly short?: boolean }) => {
  const portals = usePortals()
  const portal = portals.find((one) => one.id === id)
  if (portals.length < 2 || portal === undefined) return null
  return (
    <span
      data-accent={portal.accent}
      title={inertLine(portal.name)}
      className="inline-flex min-w-0 shrink-0 items-center gap-1 text-2xs text-faint"
    >
      <span aria-hidden className="size-1.5 shrink-0 rounded-full bg-accent" />
      <span className={short ? 'sr-only' : 'max-w-[140px] truncate'}>{inertLine(portal.name)}</span>
    </span>
  )
}

/** The query once typing has paused for a moment. */
const useSettled = (query: string): string => {
  const [settled, setSettled] = useState(query)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(query), 80)
    return () => clearTimeout(timer)
  }, [query])
  return settled
}

const Hit = ({ hit, active }: { readonly hit: SearchHit; readonly active: boolean }) => (
  <div
    id={elementId(hit)}
    role="option"
    aria-selected={active}
    onMouseMove={() => setActive(hit)}
    onClick={() => openHit(hit)}
    className={classes(
      'mx-1.5 grid grid-cols-[26px_minmax(0,1fr)] gap-2 rounded-lg px-2.5 py-1.5',
      active && 'bg-sel',
    )}
  >
    <HitIcon hit={hit} />
    <HitText hit={hit} />
  </div>
)

const HitIcon = ({ hit }: { readonly hit: SearchHit }) => {
  const box = 'grid size-[26px] place-items-center text-faint [&_svg]:size-4'
  switch (hit.kind) {
    case 'space':
      return <Avatar name={plainText(hit.snippet)} id={hit.spaceId} shape="tile" size="tiny" />
    case 'person':
      return <span className={box}>{<UserRound aria-hidden />}</span>
    case 'message':
      return <span className={box}>{<MessageSquare aria-hidden />}</span>
    case 'file':
      return <span className={box}>{hit.isFolder ? <Folder aria-hidden /> : <File aria-hidden />}</span>
  }
}

const HitText = ({ hit }: { readonly hit: SearchHit }) => {
  const { t } = useTranslation()
  const now = useNow()
  const when = (at: number): string =>
    listTime(at, now, formatLocale(), { today: t('common.today'), yesterday: t('common.yesterday') })
  switch (hit.kind) {
    case 'space':
      return (
        <div className="min-w-0 self-center">
          <Marked text={hit.snippet} className="truncate font-medium" />
          <PortalMark id={hit.portalId} />
        </div>
      )
    case 'person':
      return (
        <div className="min-w-0">
          <Marked text={hit.snippet} className="truncate font-medium" />
          <p className="flex gap-2 text-xs text-muted">
            <span className="mr-auto truncate">{inertLine(hit.email)}</span>
            <PortalMark id={hit.portalId} />
          </p>
        </div>
      )
    case 'message':
      return (
        <div className="min-w-0">
          <p className="flex gap-2 text-xs text-muted">
            <span className="truncate">
              <span className="font-medium text-text">{inertLine(hit.author)}</span>{' '}
              {t('search.in', { space: inertLine(hit.spaceName) })}
            </span>
            <span className="ml-auto flex shrink-0 items-center gap-2">
              <PortalMark id={hit.portalId} short />
              <span className="text-2xs text-faint tabular-nums">{when(hit.at)}</span>
            </span>
          </p>
          <Marked text={hit.snippet} className="line-clamp-2" />
        </div>
      )
    case 'file':
      return (
        <div className="min-w-0">
          <Marked text={hit.snippet} className="truncate font-medium" />
          {hit.inside !== null && <Marked text={hit.inside.snippet} className="line-clamp-2" />}
          <p className="flex gap-2 text-xs text-muted">
            <span className="truncate">{t('search.in', { space: inertLine(hit.spaceName) })}</span>
            <span className="ml-auto flex shrink-0 items-center gap-2">
              <PortalMark id={hit.portalId} short />
              {hit.inside !== null && hit.inside.page > 0 && (
                <span className="text-2xs text-faint tabular-nums">
                  {t('search.page', { page: hit.inside.page })}
                </span>
              )}
              <span className="text-2xs text-faint tabular-nums">
                {hit.isFolder ? when(hit.at) : bytes(hit.size, formatLocale())}
              </span>
            </span>
          </p>
        </div>
      )
  }
}

const Marked = ({ text, className }: { readonly text: MarkedText; readonly className: string }) => (
  <p className={className}>
    {text.map((piece, index) =>
      piece.hit ? (
        <mark key={index} className="rounded-[3px] bg-mark text-text">
          {inert(piece.text)}
        </mark>
      ) : (
        <span key={index}>{inert(piece.text)}</span>
      ),
    )}
  </p>
)
