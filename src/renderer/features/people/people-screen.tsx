import { useVirtualizer } from '@tanstack/react-virtual'
import { Mail, Search, SearchX, UserRoundPlus, UsersRound } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PersonView } from '../../../core/person.ts'
import { usePortal, useSettings } from '../../app/context.ts'
import { goTo, setPeopleQuery, usePlace } from '../../app/place.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { roleWords } from '../../lib/role-words.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureState } from '../../ui/failure-state.tsx'
import { RoleBadge } from '../../ui/role-badge.tsx'
import { Screen } from '../../ui/screen.tsx'
import { findPeople, sides, type Side } from './view.ts'

export const PeopleScreen = () => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const query = usePlace((place) => place.peopleQuery)
  const [side, setSide] = useState<Side>('all')
  const people = useQuery(`people ${portalId}`, () => foyer()['people.list']({ portalId }), {
    portalId,
    topics: ['people', 'spaces'],
  })
  const found = useMemo(() => findPeople(people.value ?? [], query, side), [people.value, query, side])
  return (
    <Screen
      title={t('people.title')}
      aside={
        <>
          {people.value !== undefined && (
            <span className="text-xs text-faint tabular-nums">
              {t('people.count', { count: found.length })}
            </span>
          )}
          <Button className="ml-auto" icon={<UserRoundPlus aria-hidden />} onClick={() => goTo('import')}>
            {t('import.open')}
          </Button>
        </>
      }
    >
      <div className="flex shrink-0 items-center gap-3 px-5 py-2.5">
        <div className="relative w-72 max-w-full">
          <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-3.5 text-faint" />
          <input
            type="search"
            aria-label={t('people.search')}
            placeholder={t('people.search')}
            value={query}
            onChange={(event) => setPeopleQuery(event.target.value)}
            className="h-[30px] w-full rounded-[7px] border border-line-strong bg-panel pr-2 pl-8 select-text hover:border-field-line focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent"
          />
        </div>
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
      </div>
      {people.value === undefined ? (
        people.failure !== undefined && <FailureState failure={people.failure} onRetry={people.reload} />
      ) : people.value.length === 0 ? (
        <EmptyState icon={<UsersRound />} title={t('people.emptyTitle')} text={t('people.emptyText')} />
      ) : found.length === 0 ? (
        <EmptyState icon={<SearchX />} title={t('people.noneTitle')} text={t('people.noneText')} />
      ) : (
        <PeopleList people={found} />
      )}
    </Screen>
  )
}

const heights = { comfortable: 48, compact: 40 } as const

const PeopleList = ({ people }: { readonly people: readonly PersonView[] }) => {
  const { t } = useTranslation()
  const { density } = useSettings()
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: people.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => heights[density],
    getItemKey: (index) => people[index]?.id ?? index,
    overscan: 10,
  })
  return (
    <div
      ref={scroller}
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2"
    >
      <ul aria-label={t('people.list')} className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const person = people[item.index]
          return person === undefined ? null : (
            <li
              key={person.id}
              aria-posinset={item.index + 1}
              aria-setsize={people.length}
              className="absolute inset-x-0 top-0"
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            >
              <Person person={person} />
            </li>
          )
        })}
      </ul>
    </div>
  )
}

const Person = ({ person }: { readonly person: PersonView }) => {
  const { t } = useTranslation()
  const name = inertLine(person.name)
  const write = async (): Promise<void> => {
    const answer = await settle(foyer()['links.open']({ url: `mailto:${person.email}` }))
    if (!answer.ok) sayFailure(answer.error)
  }
  return (
    <div className="group/person mx-2.5 grid h-full grid-cols-[30px_minmax(0,1.3fr)_72px_minmax(0,0.8fr)_88px_28px] items-center gap-3 rounded-lg px-2.5 hover:bg-hover">
      <Avatar name={person.name} id={person.id} />
      <div className="min-w-0 select-text">
        <p className="truncate leading-[18px] font-medium">{name}</p>
        <p className="truncate text-xs text-muted">{inertLine(person.email)}</p>
      </div>
      <RoleBadge role={person.role} words={roleWords(person.role, t)} />
      <span className="truncate text-xs text-muted tabular-nums select-text">
        {person.phoneNumber === null ? '' : inertLine(person.phoneNumber)}
      </span>
      <span className="text-right text-xs text-muted tabular-nums">
        {t('people.spaces', { count: person.spaceCount })}
      </span>
      <span className="opacity-0 group-focus-within/person:opacity-100 group-hover/person:opacity-100">
        <IconButton label={t('people.mail', { name })} onClick={() => void write()}>
          <Mail aria-hidden />
        </IconButton>
      </span>
    </div>
  )
}
