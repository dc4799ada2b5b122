import { ChevronRight, Search, SearchX, UsersRound } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PersonView } from '../../../core/person.ts'
import { usePortal } from '../../app/context.ts'
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
import { peopleNamed } from './view.ts'

const rowHeight = 44
const nothing = (): void => undefined

/** Whom the app can be set up for. */
export const AppPeople = ({ onOpen }: { readonly onOpen: (person: PersonView) => void }) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const [query, setQuery] = useState('')
  const people = useQuery(`people ${portalId}`, () => foyer()['people.list']({ portalId }), {
    portalId,
    topics: ['people'],
  })
  const found = useMemo(() => peopleNamed(people.value ?? [], query), [people.value, query])
  return (
    <>
      <div className="relative mx-5 my-2.5 w-80 max-w-[calc(100%-40px)] shrink-0">
        <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-3.5 text-faint" />
        <input
          type="search"
          aria-label={t('apps.findPerson')}
          placeholder={t('apps.findPerson')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          className="h-[30px] w-full rounded-[7px] border border-line-strong bg-panel pr-2 pl-8 select-text hover:border-field-line focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent"
        />
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
        <EmptyState icon={<SearchX />} title={t('apps.noPeople')} text={t('apps.noPeopleText')} />
      ) : (
        <VirtualList
          label={t('apps.people')}
          count={found.length}
          rowHeight={rowHeight}
          className="min-h-0 flex-1 px-2.5 pb-2"
          onShow={nothing}
        >
          {(index) => {
            const person = found[index]
            return person === undefined ? null : <Person person={person} onOpen={onOpen} />
          }}
        </VirtualList>
      )}
    </>
  )
}

const Person = ({
  person,
  onOpen,
}: {
  readonly person: PersonView
  readonly onOpen: (person: PersonView) => void
}) => {
  const { t } = useTranslation()
  const name = inertLine(person.name)
  return (
    <button
      type="button"
      aria-label={t('apps.setFor', { name })}
      onClick={() => onOpen(person)}
      className="grid h-full w-full grid-cols-[30px_minmax(0,1fr)_72px_16px] items-center gap-3 rounded-lg px-2.5 text-left hover:bg-hover focus-visible:-outline-offset-2"
    >
      <Avatar name={person.name} id={person.id} />
      <span className="min-w-0">
        <span className="block truncate text-left leading-[18px] font-medium" dir="auto">
          {name}
        </span>
        <span className="block truncate text-xs text-muted">{inertLine(person.email)}</span>
      </span>
      <RoleBadge role={person.role} words={roleWords(person.role, t)} />
      <ChevronRight aria-hidden className="size-4 text-faint" />
    </button>
  )
}
