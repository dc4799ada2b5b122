import type { SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { NamedMembers } from '../../../core/people/directory-views.ts'
import type { SpaceId } from '../../../core/space.ts'
import { usePortal } from '../../app/context.ts'
import { say } from '../../app/toast-store.ts'
import { foyer } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureDialog } from '../../ui/failure-dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { FailureNotice } from '../../ui/notice.tsx'
import { ClashChoice } from './clash-choice.tsx'
import { MemberPicker } from './member-picker.tsx'
import { useNamedEdit } from './use-named-edit.ts'

type SpaceFormProps = { readonly spaceId: SpaceId; readonly onClose: () => void }

/** Changes a space's name and members on what is there now. */
export const SpaceForm = ({ spaceId, onClose }: SpaceFormProps) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const read = useQuery(`space ${portalId} ${spaceId} to change`, () =>
    foyer()['spaces.members']({ portalId, spaceId }),
  )
  if (read.value === undefined) {
    return read.failure === undefined ? null : (
      <FailureDialog
        label={t('spaceForm.edit')}
        failure={read.failure}
        onRetry={read.reload}
        onClose={onClose}
      />
    )
  }
  return <Form spaceId={spaceId} space={read.value} onClose={onClose} />
}

const Form = ({ spaceId, space, onClose }: SpaceFormProps & { readonly space: NamedMembers }) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const edit = useNamedEdit(
    space,
    ({ base, mine }) => foyer()['spaces.save']({ portalId, spaceId, base, mine }),
    () => {
      say(t('person.saved'))
      onClose()
    },
  )
  const { mine, failure } = edit
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (mine.name.trim() !== '') edit.save()
  }
  const atName = failure?.code === 'invalid' && /name/i.test(failure.detail ?? '')
  return (
    <Dialog label={t('spaceForm.edit')} onClose={onClose}>
      <form onSubmit={submit} noValidate className="flex min-h-0 flex-col">
        <div className="flex min-h-0 flex-col gap-4 overflow-y-auto px-6 pt-5 pb-5">
          <h2 className="text-[15px] title-tight">{t('spaceForm.edit')}</h2>
          <TextField
            label={t('spaceForm.name')}
            value={mine.name}
            maxLength={255}
            onChange={(event) => edit.change({ name: event.target.value })}
            {...(atName ? { error: inertLine(failure.detail ?? '') } : {})}
          />
          <MemberPicker chosen={mine.members} withGroups onChange={(members) => edit.change({ members })} />
          {failure !== null && !atName && <FailureNotice failure={failure} />}
        </div>
        <footer className="flex shrink-0 justify-end gap-2 border-t border-line px-6 py-3">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" disabled={edit.busy || mine.name.trim() === ''}>
            {t('common.save')}
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
