import { Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MemberView } from '../../../core/space.ts'
import { merge, valuesFor } from '../../../core/writing/merge.ts'
import type { Template } from '../../../core/writing/template.ts'
import { usePortal } from '../../app/context.ts'
import { say, sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inert } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { longDate } from '../../lib/time.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureState } from '../../ui/failure-state.tsx'
import { TemplateForm } from './template-form.tsx'

type TemplateSheetProps = {
  /** Whose fields are filled; null: the text goes in with its fields. */
  readonly space: { readonly name: string; readonly members: readonly MemberView[] } | null
  readonly onInsert: (text: string) => void
  readonly onClose: () => void
}

/** Texts kept for later messages: insert one, or manage them. */
export const TemplateSheet = ({ space, onInsert, onClose }: TemplateSheetProps) => {
  const { t } = useTranslation()
  const { id: portalId, me } = usePortal()
  const [editing, setEditing] = useState<Template | 'new' | null>(null)
  const list = useQuery(`templates ${portalId}`, () => foyer()['templates.list']({ portalId }), {
    portalId,
    topics: ['templates'],
  })
  const filled = (body: string): string => {
    if (space === null) return body
    const date = longDate(Date.now(), formatLocale())
    return merge(body, valuesFor({ space: space.name, members: space.members, me: me.name, date })).text
  }
  const remove = async (gone: Template): Promise<void> => {
    const answer = await settle(foyer()['templates.remove']({ portalId, templateId: gone.id }))
    if (!answer.ok) {
      sayFailure(answer.error)
      return
    }
    say(t('templates.removed', { name: gone.name }), {
      label: t('inboxMore.undo'),
      run: () => void settle(foyer()['templates.save']({ portalId, template: gone })),
    })
  }
  return (
    <Dialog label={t('templates.title')} onClose={editing === null ? onClose : () => setEditing(null)}>
      {editing !== null ? (
        <TemplateForm template={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      ) : (
        <>
          <header className="flex shrink-0 items-center justify-between px-6 pt-5 pb-2">
            <h2 className="text-[15px] title-tight">{t('templates.title')}</h2>
            <Button icon={<Plus aria-hidden />} onClick={() => setEditing('new')}>
              {t('templates.new')}
            </Button>
          </header>
          {list.value === undefined ? (
            list.failure === undefined ? (
              <p role="status" className="px-6 pt-2 pb-8 text-muted appear-late">
                {t('common.loading')}
              </p>
            ) : (
              <FailureState failure={list.failure} onRetry={list.reload} />
            )
          ) : list.value.length === 0 ? (
            <p className="px-6 pt-2 pb-8 text-muted">{t('templates.none')}</p>
          ) : (
            <ul aria-label={t('templates.title')} className="min-h-0 overflow-y-auto px-3 pb-3">
              {list.value.map((each) => (
                <li key={each.id} className="group/template flex items-center rounded-lg hover:bg-hover">
                  <button
                    type="button"
                    onClick={() => onInsert(filled(each.body))}
                    className="min-w-0 flex-1 rounded-lg px-3 py-2 text-left"
                  >
                    <span className="block truncate font-medium">{each.name}</span>
                    <span className="block truncate text-xs text-muted">{inert(filled(each.body))}</span>
                  </button>
                  <IconButton
                    label={t('templates.edit', { name: each.name })}
                    onClick={() => setEditing(each)}
                  >
                    <Pencil aria-hidden className="size-3.5!" />
                  </IconButton>
                  <IconButton
                    label={t('templates.remove', { name: each.name })}
                    onClick={() => void remove(each)}
                    className="mr-1"
                  >
                    <Trash2 aria-hidden className="size-3.5!" />
                  </IconButton>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </Dialog>
  )
}
