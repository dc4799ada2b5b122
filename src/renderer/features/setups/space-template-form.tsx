import { useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../../../core/failure.ts'
import type { NamedMembers } from '../../../core/people/directory-views.ts'
import type { SpaceTemplate } from '../../../core/people/space-template.ts'
import { fieldNames } from '../../../core/writing/merge.ts'
import { usePortal } from '../../app/context.ts'
import { goTo } from '../../app/place.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea, TextField } from '../../ui/field.tsx'
import { FailureNotice } from '../../ui/notice.tsx'
import { MemberPicker } from '../people/member-picker.tsx'
import { showPart } from '../people/sheets.ts'
import { fieldLines, linesOf } from './view.ts'

type SpaceTemplateFormProps = { readonly template: SpaceTemplate | null; readonly onClose: () => void }

/** What every space of a kind is to have. */
export const SpaceTemplateForm = ({ template, onClose }: SpaceTemplateFormProps) => {
  const { t } = useTranslation()
  const { id: portalId, me } = usePortal()
  const [name, setName] = useState(template?.name ?? '')
  const [spaceName, setSpaceName] = useState(template?.spaceName ?? '{client}')
  const [members, setMembers] = useState<NamedMembers['members']>({
    users: [...(template?.users ?? [me.id])],
    groups: [...(template?.groups ?? [])],
  })
  const [folders, setFolders] = useState((template?.folders ?? []).join('\n'))
  const [message, setMessage] = useState(template?.message ?? '')
  const [fields, setFields] = useState(
    (template?.fields ?? []).map((field) => `${field.name} = ${field.value}`).join('\n'),
  )
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const read = fieldLines(fields)
  const ready = name.trim() !== '' && spaceName.trim() !== '' && read.wrong === null

  const save = async (): Promise<void> => {
    setBusy(true)
    setFailure(null)
    const answer = await settle(
      foyer()['spaceTemplates.save']({
        portalId,
        template: {
          ...{ id: template?.id ?? null, name: name.trim(), spaceName: spaceName.trim(), ...members },
          ...{ folders: linesOf(folders), message, fields: read.fields },
        },
      }),
    )
    setBusy(false)
    if (!answer.ok) setFailure(answer.error)
    else {
      goTo('people')
      showPart('templates')
      onClose()
    }
  }
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (ready) void save()
  }
  const label = template === null ? t('setup.new') : t('setup.edit')
  return (
    <Dialog label={label} width="wider" onClose={onClose}>
      <form onSubmit={submit} noValidate className="flex min-h-0 flex-col">
        <div className="flex min-h-0 flex-col gap-4 overflow-y-auto px-6 pt-5 pb-5">
          <h2 className="text-[15px] title-tight">{label}</h2>
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              label={t('setup.name')}
              value={name}
              maxLength={60}
              onChange={(event) => setName(event.target.value)}
            />
            <TextField
              label={t('setup.spaceName')}
              hint={t('setup.spaceNameHint')}
              value={spaceName}
              maxLength={255}
              onChange={(event) => setSpaceName(event.target.value)}
            />
          </div>
          <div>
            <MemberPicker chosen={members} withGroups onChange={setMembers} />
            <p className="mt-1 text-xs text-muted">{t('setup.membersHint')}</p>
          </div>
          <div className="grid gap-4 sm:grid-cols-2">
            <TextArea
              label={t('spaceForm.folders')}
              hint={t('spaceForm.foldersHint')}
              value={folders}
              rows={5}
              onChange={(event) => setFolders(event.target.value)}
            />
            <TextArea
              label={t('spaceForm.message')}
              hint={fieldNames.map((field) => `{${field}}`).join(' ')}
              value={message}
              rows={5}
              maxLength={20_000}
              spellCheck
              onChange={(event) => setMessage(event.target.value)}
            />
          </div>
          <TextArea
            label={t('setup.fields')}
            hint={t('setup.fieldsHint')}
            value={fields}
            rows={2}
            placeholder="year = 2026"
            onChange={(event) => setFields(event.target.value)}
            {...(read.wrong === null ? {} : { error: t('setup.fieldsWrong', { line: read.wrong }) })}
          />
          {failure !== null && <FailureNotice failure={failure} />}
        </div>
        <footer className="flex shrink-0 justify-end gap-2 border-t border-line px-6 py-3">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" disabled={busy || !ready}>
            {t('common.save')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
