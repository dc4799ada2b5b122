import { LayoutTemplate, Mail, Pencil, Plus, Trash2, UsersRound, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { PersonDetail } from '../../../core/people/directory-views.ts'
import type { UserId } from '../../../core/person.ts'
import { usePortal } from '../../app/context.ts'
import { openSpace } from '../../app/place.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { roleWords } from '../../lib/role-words.ts'
import { longDate } from '../../lib/time.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { FailureState } from '../../ui/failure-state.tsx'
import { RoleBadge } from '../../ui/role-badge.tsx'
import { TrainingSection } from '../training/training-section.tsx'
import { PersonPicture } from './person-picture.tsx'
import { openSheet, showGroup, showPerson } from './sheets.ts'

/** All there is to know of a person, and what can be done. */
export const PersonPage = ({ userId }: { readonly userId: UserId }) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const read = useQuery(`person ${portalId} ${userId}`, () => foyer()['people.get']({ portalId, userId }), {
    portalId,
    topics: ['people', 'spaces'],
  })
  const person = read.value
  return (
    <section
      aria-label={t('person.page', { name: inertLine(person?.name ?? '') })}
      className="flex min-h-0 flex-1 flex-col"
    >
      {person === undefined ? (
        read.failure !== undefined && <FailureState failure={read.failure} onRetry={read.reload} />
      ) : (
        <Page person={person} />
      )}
    </section>
  )
}

const Page = ({ person }: { readonly person: PersonDetail }) => {
  const { t } = useTranslation()
  const name = inertLine(person.name)
  const write = async (): Promise<void> => {
    const answer = await settle(foyer()['links.open']({ url: `mailto:${person.email}` }))
    if (!answer.ok) sayFailure(answer.error)
  }
  return (
    <>
      <header className="flex shrink-0 items-start gap-3.5 px-5 pt-4 pb-3">
        <PersonPicture person={person} />
        <div className="min-w-0 flex-1 select-text">
          <h2 className="truncate text-left text-[15px] title-tight" dir="auto" title={name}>
            {name}
          </h2>
          <p className="truncate text-muted" title={inertLine(person.email)}>
            {inertLine(person.email)}
          </p>
          <div className="mt-1 flex items-center gap-2">
            <RoleBadge role={person.role} words={roleWords(person.role, t)} />
            {!person.listed && <span className="text-xs font-medium text-bad">{t('person.gone')}</span>}
          </div>
        </div>
        <IconButton label={t('person.close')} onClick={() => showPerson(null)}>
          <X aria-hidden />
        </IconButton>
      </header>
      {person.listed && (
        <div className="flex shrink-0 flex-wrap gap-2 px-5 pb-3">
          <Button icon={<Pencil aria-hidden />} onClick={() => openSheet({ kind: 'person', person })}>
            {t('person.editButton')}
          </Button>
          <Button
            icon={<Plus aria-hidden />}
            onClick={() => openSheet({ kind: 'space', spaceId: null, users: [person.id] })}
          >
            {t('person.newSpace')}
          </Button>
          <Button
            icon={<LayoutTemplate aria-hidden />}
            onClick={() => openSheet({ kind: 'apply', templateId: null, people: [person.id] })}
          >
            {t('person.useTemplate')}
          </Button>
          <IconButton label={t('people.mail', { name })} onClick={() => void write()}>
            <Mail aria-hidden />
          </IconButton>
          <Button
            icon={<Trash2 aria-hidden />}
            className="text-bad!"
            onClick={() =>
              openSheet({ kind: 'remove', what: { kind: 'person', id: person.id }, name: person.name })
            }
          >
            {t('person.deleteButton')}
          </Button>
        </div>
      )}
      <div
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto border-t border-line px-5 py-4 focus-visible:-outline-offset-2"
      >
        {person.phoneNumber !== null && (
          <dl className="mb-1 grid grid-cols-[110px_minmax(0,1fr)] text-muted select-text">
            <dt>{t('person.phoneNumber')}</dt>
            <dd className="break-words text-text tabular-nums">{inertLine(person.phoneNumber)}</dd>
          </dl>
        )}
        <p className="mb-4 text-xs text-muted">
          {t('person.since', { date: longDate(person.createdAt, formatLocale()) })}
        </p>
        <List title={t('person.spaces')} none={t('person.noSpaces')} count={person.spaces.length}>
          {person.spaces.map((space) => (
            <li key={space.id}>
              <button
                type="button"
                onClick={() => openSpace(space.id)}
                className="grid w-full grid-cols-[22px_minmax(0,1fr)] items-center gap-2.5 rounded-lg px-2 py-1.5 text-left hover:bg-hover"
              >
                <Avatar name={space.name} id={space.id} shape="tile" size="tiny" className="rounded-md!" />
                <span className="min-w-0">
                  <span className="block truncate text-left font-medium" dir="auto">
                    {inertLine(space.name)}
                  </span>
                  <span className="block truncate text-xs text-muted">
                    {space.through.length === 0
                      ? t('space.inPerson')
                      : t('space.through', { groups: space.through.map(inertLine).join(', ') })}
                  </span>
                </span>
              </button>
            </li>
          ))}
        </List>
        <List title={t('person.groups')} none={t('person.noGroups')} count={person.groups.length}>
          {person.groups.map((group) => (
            <li key={group.id}>
              <button
                type="button"
                onClick={() => showGroup(group.id)}
                className="flex h-8 w-full items-center gap-2.5 rounded-lg px-2 text-left hover:bg-hover"
              >
                <UsersRound aria-hidden className="size-4 shrink-0 text-faint" />
                <span className="truncate text-left" dir="auto">
                  {inertLine(group.name)}
                </span>
                {group.builtIn && (
                  <span className="rounded bg-chip px-1.5 py-px text-2xs font-medium text-muted">
                    {t('group.builtIn')}
                  </span>
                )}
              </button>
            </li>
          ))}
        </List>
        <TrainingSection userId={person.id} />
      </div>
    </>
  )
}

type ListProps = {
  readonly title: string
  readonly none: string
  readonly count: number
  readonly children: ReactNode
}

const List = ({ title, none, count, children }: ListProps) => (
  <div className="mb-5">
    <h3 className="mb-1 font-semibold">{title}</h3>
    {count === 0 ? <p className="text-muted">{none}</p> : <ul aria-label={title}>{children}</ul>}
  </div>
)
