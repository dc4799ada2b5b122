import type { SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { GroupDetail } from '../../../core/people/directory-views.ts'
import type { GroupId } from '../../../core/person.ts'
import { usePortal } from '../../app/context.ts'
import { goTo } from '../../app/place.ts'
import { say } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureDialog } from '../../ui/failure-dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { FailureNotice } from '../../ui/notice.tsx'
import { ClashChoice } from './clash-choice.tsx'
import { MemberPicker } from './member-picker.tsx'
import { showGroup } from './sheets.ts'
import { useNamedEdit } from './use-named-edit.ts'

type GroupFormProps = { readonly groupId: GroupId | null; readonly onClose: () => void }

/** Makes a group, or changes its name and members on what is there now. */
export const GroupForm = ({ groupId, onClose }: GroupFormProps) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const read = useQuery(groupId === null ? null : `group ${portalId} ${groupId} to change`, () =>
    foyer()['groups.get']({ portalId, groupId: groupId ?? ('' as GroupId) }),
  )
  if (groupId !== null && read.value === undefined) {
    return read.failure === undefined ? null : (
      <FailureDialog label={t('group.edit')} failure={read.failure} onRetry={read.reload} onClose={onClose} />
    )
  }
  return <Form group={read.value ?? null} onClose={onClose} />
}

const Form = ({ group, onClose }: { readonly group: GroupDetail | null; readonly onClose: () => void }) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const edit = useNamedEdit(
    { name: group?.name ?? '', members: { users: group?.users ?? [], groups: [] } },
    ({ base, mine }) =>
      foyer()['groups.save']({ portalId, groupId: group?.id ?? ('' as GroupId), base, mine }),
    () => {
      say(t('person.saved'))
      onClose()
    },
  )
  const { mine, failure } = edit
  const add = async (): Promise<void> => {
    edit.setBusy(true)
    const name = mine.name.trim()
    const answer = await settle(foyer()['groups.add']({ portalId, name, users: mine.members.users }))
    edit.setBusy(false)
    if (!answer.ok) edit.fail(answer.error)
    else {
      say(t('group.added', { name: inertLine(name) }))
      goTo('people')
      showGroup(answer.value.id)
      onClose()
    }
  }
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (mine.name.trim() === '') return
    if (group === null) void add()
    else edit.save()
  }
  const atName =
    failure?.code === 'exists'
      ? t('group.taken')
      : failure?.code === 'invalid' && /name/i.test(failure.detail ?? '')
        ? inertLine(failure.detail ?? '')
        : undefined
  const label = group === null ? t('group.new') : t('group.edit')
  return (
    <Dialog label={label} onClose={onClose}>
      <form onSubmit={submit} noValidate className="flex min-h-0 flex-col">
        <div className="flex min-h-0 flex-col gap-4 overflow-y-auto px-6 pt-5 pb-5">
          <h2 className="text-[15px] title-tight">{label}</h2>
          <TextField
            label={t('group.name')}
            value={mine.name}
            maxLength={255}
            onChange={(event) => edit.change({ name: event.target.value })}
            {...(atName === undefined ? {} : { error: atName })}
          />
          <MemberPicker
            chosen={mine.members}
            withGroups={false}
            onChange={(members) => edit.change({ members })}
          />
          {failure !== null && atName === undefined && <FailureNotice failure={failure} />}
        </div>
        <footer className="flex shrink-0 justify-end gap-2 border-t border-line px-6 py-3">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" disabled={edit.busy || mine.name.trim() === ''}>
            {group === null ? t('group.add') : t('common.save')}
          </Button>
        </footer>
      </form>
      {edit.clashes.length > 0 && (
        <ClashChoice
          clashes={edit.clashes}
          nameOf={() => t('clash.name')}
          onDecide={edit.decide}
          onClose={edit.undecided}
        />
      )}
    </Dialog>
  )
}
