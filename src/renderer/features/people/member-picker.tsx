import { Search, UsersRound } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { GroupView, NamedMembers } from '../../../core/people/directory-views.ts'
import type { GroupId, PersonView, UserId } from '../../../core/person.ts'
import { usePortal } from '../../app/context.ts'
import { foyer } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { roleWords } from '../../lib/role-words.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { RoleBadge } from '../../ui/role-badge.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { stepRows } from './step-rows.ts'
import { findPeople, plain } from './view.ts'

type Members = NamedMembers['members']

type MemberPickerProps = {
  readonly chosen: Members
  readonly onChange: (chosen: Members) => void
  /** A group holds people alone. */
  readonly withGroups: boolean
  readonly label?: string
}

type Row =
  | { readonly kind: 'group'; readonly group: GroupView }
  | { readonly kind: 'person'; readonly person: PersonView }

const rowHeight = 42
const nothing = (): void => undefined

/** Ticks people and groups; of a long list only what is in view exists. */
export const MemberPicker = ({ chosen, onChange, withGroups, label }: MemberPickerProps) => {
  const { t } = useTranslation()
  // Whoever was chosen at the beginning stands first; a tick moves nobody.
  const [first] = useState(() => new Set<string>([...chosen.users, ...chosen.groups]))
  const { id: portalId } = usePortal()
  const [query, setQuery] = useState('')
  const [only, setOnly] = useState(false)
  const topics = { portalId, topics: ['people', 'spaces'] } as const
  const people = useQuery(`people ${portalId}`, () => foyer()['people.list']({ portalId }), topics)
  const groups = useQuery(
    withGroups ? `groups ${portalId}` : null,
    () => foyer()['groups.list']({ portalId }),
    topics,
  )
  const [users, inGroups] = [new Set<UserId>(chosen.users), new Set<GroupId>(chosen.groups)]
  const count = users.size + inGroups.size
  const found = useMemo(() => {
    const word = plain(query.trim())
    const all = [
      ...(groups.value ?? [])
        .filter(({ name }) => plain(name).includes(word))
        .map((group): Row => ({ kind: 'group', group })),
      ...findPeople(people.value ?? [], query, 'all').map((person): Row => ({ kind: 'person', person })),
    ]
    const isFirst = (row: Row): boolean => first.has(row.kind === 'group' ? row.group.id : row.person.id)
    return [...all.filter(isFirst), ...all.filter((row) => !isFirst(row))]
  }, [groups.value, people.value, query, first])
  const rows = only
    ? found.filter((row) => (row.kind === 'group' ? inGroups.has(row.group.id) : users.has(row.person.id)))
    : found
  const toggle = (row: Row): void => {
    if (row.kind === 'group') {
      if (!inGroups.delete(row.group.id)) inGroups.add(row.group.id)
    } else if (!users.delete(row.person.id)) users.add(row.person.id)
    onChange({ users: [...users], groups: [...inGroups] })
  }
  return (
    <div role="group" aria-label={label ?? t('members.label')} className="flex flex-col gap-1">
      <div className="flex items-center gap-2">
        <p aria-hidden className="mr-auto font-medium">
          {label ?? t('members.label')}
        </p>
        <button
          type="button"
          aria-pressed={only}
          onClick={() => setOnly(!only)}
          className={`h-6 rounded-md px-2 text-xs tabular-nums ${only ? 'bg-chip font-semibold' : 'text-muted hover:bg-hover hover:text-text'}`}
        >
          {t('members.only', { count })}
        </button>
      </div>
      <div className="overflow-hidden rounded-lg border border-field-line">
        <div className="relative border-b border-line">
          <Search aria-hidden className="pointer-events-none absolute top-2.5 left-2.5 size-3.5 text-faint" />
          <input
            type="search"
            aria-label={withGroups ? t('members.search') : t('members.searchPeople')}
            placeholder={withGroups ? t('members.search') : t('members.searchPeople')}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => {
              // Enter would send the form.
              if (event.key === 'Enter') event.preventDefault()
            }}
            className="h-8 w-full bg-panel pr-2 pl-8 select-text focus:outline-2 focus:-outline-offset-2 focus:outline-accent"
          />
        </div>
        {rows.length === 0 ? (
          <p className="grid h-[210px] place-items-center bg-panel text-xs text-muted">
            {/* Nobody is not said before the people are here. */}
            {only && count === 0
              ? t('members.noneChosen')
              : people.value !== undefined
                ? t('members.none')
                : people.failure && t(`failures.${people.failure.code}.title`)}
          </p>
        ) : (
          <VirtualList
            label={t('members.list')}
            count={rows.length}
            rowHeight={rowHeight}
            onShow={nothing}
            className="h-[210px] bg-panel"
          >
            {(index) => {
              const row = rows[index]
              if (row === undefined) return null
              const ticked = row.kind === 'group' ? inGroups.has(row.group.id) : users.has(row.person.id)
              return <Choice row={row} ticked={ticked} onToggle={() => toggle(row)} />
            }}
          </VirtualList>
        )}
      </div>
    </div>
  )
}

type ChoiceProps = { readonly row: Row; readonly ticked: boolean; readonly onToggle: () => void }

const Choice = ({ row, ticked, onToggle }: ChoiceProps) => {
  const { t } = useTranslation()
  const name = inertLine(row.kind === 'group' ? row.group.name : row.person.name)
  return (
    <label className="grid h-full grid-cols-[16px_24px_minmax(0,1fr)_auto] items-center gap-2.5 px-2.5 hover:bg-hover">
      <input
        type="checkbox"
        aria-label={name}
        checked={ticked}
        onChange={onToggle}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.preventDefault()
          stepRows(event)
        }}
        className="size-4 accent-accent"
      />
      {row.kind === 'group' ? (
        <UsersRound aria-hidden className="size-4 justify-self-center text-faint" />
      ) : (
        <Avatar name={row.person.name} id={row.person.id} size="tiny" />
      )}
      <span className="min-w-0">
        <span className="block truncate text-left leading-[17px] font-medium" dir="auto">
          {name}
        </span>
        <span className="block truncate text-xs leading-4 text-muted">
          {row.kind === 'group'
            ? t('members.group', { count: row.group.memberCount })
            : inertLine(row.person.email)}
        </span>
      </span>
      {row.kind === 'group' ? (
        row.group.builtIn && (
          <span className="rounded bg-chip px-1.5 py-px text-2xs font-medium text-muted">
            {t('group.builtIn')}
          </span>
        )
      ) : (
        <RoleBadge role={row.person.role} words={roleWords(row.person.role, t)} />
      )}
    </label>
  )
}
