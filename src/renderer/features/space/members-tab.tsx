import { Eye, UserPlus, UsersRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { MemberView, SpaceDetail } from '../../../core/space.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { roleWords } from '../../lib/role-words.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ListSkeleton } from '../../ui/list-skeleton.tsx'
import { RoleBadge } from '../../ui/role-badge.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { openSheet } from '../people/sheets.ts'

/** Who can see the space, and why: in person, or through which groups. */
export const MembersTab = ({ detail }: { readonly detail: SpaceDetail | undefined }) => {
  const { t } = useTranslation()
  if (detail === undefined) {
    return (
      <div className="flex h-full">
        <ListSkeleton />
      </div>
    )
  }
  const { id: spaceId, name } = detail
  const change = () => openSheet({ kind: 'space', spaceId, users: [] })
  const why = () => openSheet({ kind: 'viewers', spaceId, of: 'space', name })
  if (detail.members.length === 0) {
    return (
      <div className="flex h-full">
        <EmptyState icon={<UsersRound />} title={t('space.noPeople')} text={t('space.noPeopleText')}>
          <Button icon={<UserPlus aria-hidden />} onClick={change}>
            {t('members.editButton')}
          </Button>
        </EmptyState>
      </div>
    )
  }
  return (
    <div className="flex h-full flex-col">
      <div className="flex shrink-0 flex-wrap gap-2 px-5 pt-2.5">
        <Button icon={<UserPlus aria-hidden />} onClick={change}>
          {t('members.editButton')}
        </Button>
        <Button icon={<Eye aria-hidden />} onClick={why}>
          {t('access.menu')}
        </Button>
      </div>
      <VirtualList
        label={t('space.peopleTitle')}
        count={detail.members.length}
        rowHeight={48}
        focusable
        onShow={nothing}
        className="my-2 min-h-0 flex-1"
      >
        {(index) => {
          const member = detail.members[index]
          return member === undefined ? null : <Member member={member} />
        }}
      </VirtualList>
    </div>
  )
}

const nothing = (): void => undefined

const Member = ({ member }: { readonly member: MemberView }) => {
  const { t } = useTranslation()
  return (
    <div className="mx-3 grid h-full grid-cols-[30px_minmax(0,1.4fr)_72px_minmax(0,1fr)] items-center gap-3 rounded-lg px-2 hover:bg-hover">
      <Avatar name={member.name} id={member.id} />
      <div className="min-w-0 select-text">
        <p className="truncate text-left font-medium" dir="auto">
          {inertLine(member.name)}
        </p>
        <p className="truncate text-xs text-muted">{inertLine(member.email)}</p>
      </div>
      <RoleBadge role={member.role} words={roleWords(member.role, t)} />
      <p className="truncate text-xs text-muted">
        {member.through.length === 0
          ? t('space.inPerson')
          : t('space.through', { groups: member.through.map(inertLine).join(', ') })}
      </p>
    </div>
  )
}
