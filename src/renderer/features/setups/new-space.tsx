import { FileText } from 'lucide-react'
import { useCallback, useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../../../core/failure.ts'
import type { NamedMembers } from '../../../core/people/directory-views.ts'
import type { SetupId, SetupRow } from '../../../core/people/space-template.ts'
import type { UserId } from '../../../core/person.ts'
import { usePortal } from '../../app/context.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { longDate } from '../../lib/time.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea, TextField } from '../../ui/field.tsx'
import { FailureNotice } from '../../ui/notice.tsx'
import { MemberPicker } from '../people/member-picker.tsx'
import { TemplateSheet } from '../templates/template-sheet.tsx'
import { SetupSheet } from './setup-sheet.tsx'
import { leftOutWords, linesOf } from './view.ts'

type NewSpaceProps = { readonly users: readonly UserId[]; readonly onClose: () => void }

/** A new space with its members, folders and first message: a setup of one row. */
export const NewSpace = ({ users, onClose }: NewSpaceProps) => {
  const { t } = useTranslation()
  const { id: portalId, me } = usePortal()
  const [name, setName] = useState('')
  const [members, setMembers] = useState<NamedMembers['members']>({
    users: [...new Set([me.id, ...users])],
    groups: [],
  })
  const [folders, setFolders] = useState('')
  const [message, setMessage] = useState('')
  const [inserting, setInserting] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [setup, setSetup] = useState<SetupId | null>(null)
  const [left, setLeft] = useState<SetupRow | null>(null)

  const create = async (existing: 'leave' | 'make'): Promise<void> => {
    setBusy(true)
    setFailure(null)
    setLeft(null)
    const pattern = { spaceName: name.trim(), ...members, folders: linesOf(folders), message, fields: [] }
    const planned = await settle(
      foyer()['setups.plan']({
        ...{ portalId, templateId: null, title: name.trim(), pattern, people: [], values: {}, existing },
        date: longDate(Date.now(), formatLocale()),
      }),
    )
    const row = planned.ok ? planned.value.rows[0] : undefined
    const started =
      planned.ok && row?.leftOut === null
        ? await settle(foyer()['setups.start']({ portalId, setupId: planned.value.id }))
        : planned
    setBusy(false)
    if (!started.ok) setFailure(started.error)
    else if (row !== undefined && row.leftOut !== null) setLeft(row)
    else if (planned.ok) setSetup(planned.value.id)
  }
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (name.trim() !== '') void create('leave')
  }
  const refusedName = failure?.code === 'invalid' && /name/i.test(failure.detail ?? '')
  const atName =
    left?.leftOut === 'exists'
      ? t('spaceForm.exists')
      : left?.leftOut === 'name'
        ? t('spaceForm.nameWrong')
        : left !== null
          ? leftOutWords(left, t)
          : refusedName
            ? inertLine(failure.detail ?? '')
            : undefined
  // The way back from a refusal: what was typed is still there, and what was wrong stands at its field (P1.20).
  const refused = useCallback(
    (problem: Failure): void => {
      if (setup !== null) void settle(foyer()['setups.remove']({ portalId, setupId: setup }))
      setFailure(problem)
      setSetup(null)
    },
    [portalId, setup],
  )
  if (setup !== null) return <SetupSheet setupId={setup} open onClose={onClose} onRefused={refused} />
  return (
    <Dialog label={t('spaceForm.new')} width="wider" onClose={onClose}>
      <form onSubmit={submit} noValidate className="flex min-h-0 flex-col">
        <div className="flex min-h-0 flex-col gap-4 overflow-y-auto px-6 pt-5 pb-5">
          <h2 className="text-[15px] title-tight">{t('spaceForm.new')}</h2>
          <div>
            <TextField
              label={t('spaceForm.name')}
              value={name}
              maxLength={255}
              onChange={(event) => {
                setName(event.target.value)
                setLeft(null)
                setFailure(null)
              }}
              {...(atName === undefined ? {} : { error: atName })}
            />
            {left?.leftOut === 'exists' && (
              <Button size="small" className="mt-1.5" disabled={busy} onClick={() => void create('make')}>
                {t('spaceForm.anyway')}
              </Button>
            )}
          </div>
          <MemberPicker chosen={members} withGroups onChange={setMembers} />
          <div className="grid gap-4 sm:grid-cols-2">
            <TextArea
              label={t('spaceForm.folders')}
              hint={t('spaceForm.foldersHint')}
              value={folders}
              rows={4}
              onChange={(event) => setFolders(event.target.value)}
            />
            <div className="relative">
              <TextArea
                label={t('spaceForm.message')}
                hint={t('spaceForm.messageHint')}
                value={message}
                rows={4}
                maxLength={20_000}
                spellCheck
                onChange={(event) => setMessage(event.target.value)}
              />
              <Button
                size="small"
                look="quiet"
                icon={<FileText aria-hidden />}
                className="absolute -top-1 right-0"
                onClick={() => setInserting(true)}
              >
                {t('templates.insert')}
              </Button>
            </div>
          </div>
          {failure !== null && !refusedName && <FailureNotice failure={failure} />}
        </div>
        <footer className="flex shrink-0 justify-end gap-2 border-t border-line px-6 py-3">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" disabled={busy || name.trim() === ''}>
            {t('spaceForm.add')}
          </Button>
        </footer>
      </form>
      {inserting && (
        <TemplateSheet
          space={null}
          onInsert={(text) => {
            setMessage(message + text)
            setInserting(false)
          }}
          onClose={() => setInserting(false)}
        />
      )}
    </Dialog>
  )
}
