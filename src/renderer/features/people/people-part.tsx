import { SearchX, UsersRound } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PersonView, UserId } from '../../../core/person.ts'
import { usePortal, useSettings } from '../../app/context.ts'
import { setPeopleQuery, usePlace } from '../../app/place.ts'
import { foyer } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { roleWords } from '../../lib/role-words.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureState } from '../../ui/failure-state.tsx'
import { ListSkeleton } from '../../ui/list-skeleton.tsx'
import { RoleBadge } from '../../ui/role-badge.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { PartSearch } from './part-search.tsx'
import { PersonPage } from './person-page.tsx'
import { showPerson, usePeoplePlace } from './sheets.ts'
import { stepRows } from './step-rows.ts'
import { TwoPanes } from './two-panes.tsx'
import { usePortalSearch, type PortalSearch } from './use-portal-search.ts'
import { findPeople, sides, type Side } from './view.ts'

/** Everybody of the portal, found in the archive at once and on the portal a moment later. */
export const PeoplePartView = () => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const query = usePlace((place) => place.peopleQuery)
  const chosen = usePeoplePlace((place) => place.personId)
  const [side, setSide] = useState<Side>('all')
  const search = usePortalSearch(portalId, query)
  const people = useQuery(`people ${portalId}`, () => foyer()['people.list']({ portalId }), {
    portalId,
    topics: ['people', 'spaces'],
  })
  const found = useMemo(() => findPeople(people.value ?? [], query, side), [people.value, query, side])
  return (
    <TwoPanes
      list={
        <>
          <div className="flex shrink-0 flex-wrap items-center gap-3 px-5 py-2.5">
            <PartSearch label={t('people.search')} value={query} onChange={setPeopleQuery} />
            <div role="group" aria-label={t('people.filters.label')} className="flex gap-0.5">
              {sides.map((each) => (
                <button
                  key={each}
                  type="button"
                  aria-pressed={side === each}
                  onClick={() => setSide(each)}
                  className={`h-6 rounded-md px-2 ${side === each ? 'bg-chip font-semibold' : 'text-muted hover:bg-hover hover:text-text'}`}
                >
                  {t(`people.filters.${each}`)}
                </button>
              ))}
            </div>
            <p role="status" className="ml-auto text-xs text-faint tabular-nums">
              <SearchWords search={search} count={people.value === undefined ? null : found.length} />
            </p>
          </div>
          {people.value === undefined ? (
            people.failure === undefined ? (
              <ListSkeleton />
            ) : (
              <FailureState failure={people.failure} onRetry={people.reload} />
            )
          ) : people.value.length === 0 ? (
            <EmptyState icon={<UsersRound />} title={t('people.emptyTitle')} text={t('people.emptyText')} />
          ) : found.length === 0 ? (
            <EmptyState icon={<SearchX />} title={t('people.noneTitle')} text={t('people.noneText')} />
          ) : (
            <PeopleList people={found} chosen={chosen} />
          )}
        </>
      }
      page={chosen === null ? null : <PersonPage key={chosen} userId={chosen} />}
    />
  )
}

const SearchWords = ({ search, count }: { readonly search: PortalSearch; readonly count: number | null }) => {
  const { t } = useTranslation()
  if (search.kind === 'asking') return t('peopleParts.asking')
  if (search.kind === 'offline') return t('peopleParts.offline')
  if (search.kind === 'found') return t('peopleParts.found', { count: search.count })
  return count === null ? null : t('people.count', { count })
}

const heights = { comfortable: 48, compact: 40 } as const
const nothing = (): void => undefined

type PeopleListProps = { readonly people: readonly PersonView[]; readonly chosen: UserId | null }

const PeopleList = ({ people, chosen }: PeopleListProps) => {
  const { t } = useTranslation()
  const { density } = useSettings()
  return (
    <VirtualList
      label={t('people.list')}
      count={people.length}
      rowHeight={heights[density]}
      onShow={nothing}
      className="@container min-h-0 flex-1"
    >
      {(index) => {
        const person = people[index]
        return person === undefined ? null : <Person person={person} current={person.id === chosen} />
      }}
    </VirtualList>
  )
}

const Person = ({ person, current }: { readonly person: PersonView; readonly current: boolean }) => {
  const { t } = useTranslation()
  return (
    <button
      type="button"
      aria-pressed={current}
      onClick={() => showPerson(person.id)}
      onKeyDown={stepRows}
      className={`mx-2.5 grid h-full w-[calc(100%-20px)] grid-cols-[30px_minmax(0,1fr)_60px_64px] items-center gap-3 @[560px]:grid-cols-[30px_minmax(0,1.3fr)_72px_minmax(0,0.8fr)_88px] rounded-lg px-2.5 text-left focus-visible:-outline-offset-2 ${current ? 'bg-sel' : 'hover:bg-hover'}`}
    >
      <Avatar name={person.name} id={person.id} />
      <span className="min-w-0">
        <span className="block truncate text-left leading-[18px] font-medium" dir="auto">
          {inertLine(person.name)}
        </span>
        <span className="block truncate text-xs text-muted">{inertLine(person.email)}</span>
      </span>
      <RoleBadge role={person.role} words={roleWords(person.role, t)} />
      <span className="hidden truncate text-xs text-muted tabular-nums @[560px]:inline">
        {person.phoneNumber === null ? '' : inertLine(person.phoneNumber)}
      </span>
      <span className="text-right text-xs text-muted tabular-nums">
        {t('people.spaces', { count: person.spaceCount })}
      </span>
    </button>
  )
}
