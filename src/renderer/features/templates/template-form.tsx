import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldNames, fieldsIn } from '../../../core/writing/merge.ts'
import type { Template } from '../../../core/writing/template.ts'
import { usePortal } from '../../app/context.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { BodyField, useInsertion } from './body-field.tsx'

type TemplateFormProps = { readonly template: Template | null; readonly onClose: () => void }

export const TemplateForm = ({ template, onClose }: TemplateFormProps) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const [name, setName] = useState(template?.name ?? '')
  const [body, setBody] = useState(template?.body ?? '')
  const { field, put } = useInsertion(body, setBody)
  const unknown = fieldsIn(body).filter(
    (written) => !fieldNames.some((known) => written.slice(1, -1).trim().toLowerCase() === known),
  )
  const canSave = name.trim() !== '' && body.trim() !== ''
  const save = async (): Promise<void> => {
    if (!canSave) return
    const answer = await settle(
      foyer()['templates.save']({
        portalId,
        template: { id: template?.id ?? null, name: name.trim(), body: body.trim() },
      }),
    )
    if (answer.ok) onClose()
    else sayFailure(answer.error)
  }
  return (
    <form
      className="contents"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <header className="shrink-0 px-6 pt-5 pb-1">
        <h2 className="text-[15px] title-tight">
          {template === null ? t('templates.new') : t('templates.edit', { name: template.name })}
        </h2>
      </header>
      <div className="flex min-h-0 flex-col gap-3 overflow-y-auto px-6 py-3">
        <TextField
          label={t('templates.name')}
          value={name}
          maxLength={60}
          autoFocus
          onChange={(event) => setName(event.target.value)}
        />
        <BodyField id="template-body" field={field} body={body} onChange={setBody} onPut={put} rows={8} />
        {unknown.length > 0 && (
          <p role="status" className="text-xs font-medium text-warn">
            {t('templates.unknown', { count: unknown.length, fields: unknown.join(' ') })}
          </p>
        )}
      </div>
      <footer className="flex shrink-0 justify-end gap-2 border-t border-line px-6 py-3">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button look="primary" type="submit" disabled={!canSave}>
          {t('common.save')}
        </Button>
      </footer>
    </form>
  )
}
