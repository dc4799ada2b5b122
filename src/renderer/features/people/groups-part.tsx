import { Pencil, SearchX, Trash2, UsersRound, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { GroupDetail, GroupView } from '../../../core/people/directory-views.ts'
import type { GroupId } from '../../../core/person.ts'
import { usePortal } from '../../app/context.ts'
import { openSpace } from '../../app/place.ts'
import { foyer } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { roleWords } from '../../lib/role-words.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureState } from '../../ui/failure-state.tsx'
import { ListSkeleton } from '../../ui/list-skeleton.tsx'
import { RoleBadge } from '../../ui/role-badge.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { PartSearch } from './part-search.tsx'
import { openSheet, showGroup, showPerson, usePeoplePlace } from './sheets.ts'
import { stepRows } from './step-rows.ts'
import { TwoPanes } from './two-panes.tsx'
import { plain } from './view.ts'

const rowHeight = 44
const nothing = (): void => undefined

/** Groups of the portal, the built-in ones first, and the one that was chosen. */
export const GroupsPart = () => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const [query, setQuery] = useState('')
  const chosen = usePeoplePlace((place) => place.groupId)
  const groups = useQuery(`groups ${portalId}`, () => foyer()['groups.list']({ portalId }), {
    portalId,
    topics: ['people'],
  })
  const found = (groups.value ?? []).filter(({ name }) => plain(name).includes(plain(query.trim())))
  return (
    <TwoPanes
      list={
        <>
          <div className="flex shrink-0 items-center gap-3 px-5 py-2.5">
            <PartSearch label={t('group.search')} value={query} onChange={setQuery} />
            {groups.value !== undefined && (
              <p role="status" className="ml-auto text-xs text-faint tabular-nums">
                {t('group.count', { count: found.length })}
              </p>
            )}
          </div>
          {groups.value === undefined ? (
            groups.failure === undefined ? (
              <ListSkeleton />
            ) : (
              <FailureState failure={groups.failure} onRetry={groups.reload} />
            )
          ) : groups.value.length === 0 ? (
            <EmptyState icon={<UsersRound />} title={t('group.emptyTitle')} text={t('group.emptyText')} />
          ) : found.length === 0 ? (
            <EmptyState icon={<SearchX />} title={t('group.noneTitle')} />
          ) : (
            <VirtualList
              label={t('group.list')}
              count={found.length}
              rowHeight={rowHeight}
              onShow={nothing}
              className="min-h-0 flex-1"
            >
              {(index) => {
                const group = found[index]
                return group === undefined ? null : <Row group={group} current={group.id === chosen} />
              }}
            </VirtualList>
          )}
        </>
      }
      page={chosen === null ? null : <GroupPage key={chosen} groupId={chosen} />}
    />
  )
}

const BuiltIn = () => {
  const { t } = useTranslation()
  return (
    <span className="rounded bg-chip px-1.5 py-px text-2xs font-medium text-muted">{t('group.builtIn')}</span>
  )
}

const Row = ({ group, current }: { readonly group: GroupView; readonly current: boolean }) => {
  const { t } = useTranslation()
  return (
    <button
      type="button"
      aria-pressed={current}
      onClick={() => showGroup(group.id)}
      onKeyDown={stepRows}
      className={`mx-2.5 grid h-full w-[calc(100%-20px)] grid-cols-[30px_minmax(0,1fr)_auto_88px] items-center gap-3 rounded-lg px-2.5 text-left focus-visible:-outline-offset-2 ${current ? 'bg-sel' : 'hover:bg-hover'}`}
    >
      <span className="grid size-[30px] place-items-center rounded-full bg-chip text-faint">
        <UsersRound aria-hidden className="size-4" />
      </span>
      <span className="truncate text-left font-medium" dir="auto">
        {inertLine(group.name)}
      </span>
      <span>{group.builtIn && <BuiltIn />}</span>
      <span className="text-right text-xs text-muted tabular-nums">
        {t('group.members', { count: group.memberCount })}
      </span>
    </button>
  )
}

const GroupPage = ({ groupId }: { readonly groupId: GroupId }) => {
  const { id: portalId } = usePortal()
  const read = useQuery(`group ${portalId} ${groupId}`, () => foyer()['groups.get']({ portalId, groupId }), {
    portalId,
    topics: ['people', 'spaces'],
  })
  if (read.value !== undefined) return <Page group={read.value} />
  return read.failure === undefined ? null : <FailureState failure={read.failure} onRetry={read.reload} />
}

const Page = ({ group }: { readonly group: GroupDetail }) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const people = useQuery(`people ${portalId}`, () => foyer()['people.list']({ portalId }), {
    portalId,
    topics: ['people', 'spaces'],
  })
  const members = useMemo(() => {
    const inIt = new Set(group.users)
    return people.value?.filter(({ id }) => inIt.has(id))
  }, [people.value, group.users])
  const name = inertLine(group.name)
  return (
    <section aria-label={t('person.page', { name })} className="flex min-h-0 flex-1 flex-col">
      <header className="flex shrink-0 items-start gap-3 px-5 pt-4 pb-3">
        <div className="min-w-0 flex-1 select-text">
          <h2 className="flex items-center gap-2 text-[15px] title-tight">
            <span className="truncate text-left" dir="auto" title={name}>
              {name}
            </span>
            {group.builtIn && <BuiltIn />}
          </h2>
          <p className="text-muted">
            {group.builtIn ? t('group.builtInText') : t('group.members', { count: group.memberCount })}
          </p>
        </div>
        <IconButton label={t('person.close')} onClick={() => showGroup(null)}>
          <X aria-hidden />
        </IconButton>
      </header>
      {!group.builtIn && (
        <div className="flex shrink-0 gap-2 px-5 pb-3">
          <Button
            icon={<Pencil aria-hidden />}
            onClick={() => openSheet({ kind: 'group', groupId: group.id })}
          >
            {t('person.editButton')}
          </Button>
          <Button
            icon={<Trash2 aria-hidden />}
            className="text-bad!"
            onClick={() =>
              openSheet({ kind: 'remove', what: { kind: 'group', id: group.id }, name: group.name })
            }
          >
            {t('person.deleteButton')}
          </Button>
        </div>
      )}
      {group.spaces.length > 0 && (
        <div className="max-h-32 shrink-0 overflow-y-auto border-t border-line px-5 py-3">
          <h3 className="mb-1 font-semibold">{t('person.spaces')}</h3>
          <ul aria-label={t('person.spaces')} className="flex flex-wrap gap-1.5">
            {group.spaces.map((space) => (
              <li key={space.id}>
                <Button size="small" className="max-w-60" onClick={() => openSpace(space.id)}>
                  <span className="truncate">{inertLine(space.name)}</span>
                </Button>
              </li>
            ))}
          </ul>
        </div>
      )}
      {members === undefined ? (
        people.failure === undefined ? (
          <ListSkeleton />
        ) : (
          <FailureState failure={people.failure} onRetry={people.reload} />
        )
      ) : members.length === 0 ? (
        <p className="border-t border-line px-5 py-4 text-muted">{t('group.nobody')}</p>
      ) : (
        <VirtualList
          label={t('group.memberList', { name })}
          count={members.length}
          rowHeight={44}
          onShow={nothing}
          className="min-h-0 flex-1 border-t border-line py-1"
        >
          {(index) => {
            const person = members[index]
            return person === undefined ? null : (
              <button
                type="button"
                onClick={() => showPerson(person.id)}
                onKeyDown={stepRows}
                className="mx-2.5 grid h-full w-[calc(100%-20px)] grid-cols-[30px_minmax(0,1fr)_auto] items-center gap-3 rounded-lg px-2.5 text-left hover:bg-hover focus-visible:-outline-offset-2"
              >
                <Avatar name={person.name} id={person.id} />
                <span className="min-w-0">
                  <span className="block truncate text-left leading-[17px] font-medium" dir="auto">
                    {inertLine(person.name)}
                  </span>
                  <span className="block truncate text-xs text-muted">{inertLine(person.email)}</span>
                </span>
                <RoleBadge role={person.role} words={roleWords(person.role, t)} />
              </button>
            )
          }}
        </VirtualList>
      )}
    </section>
  )
}
