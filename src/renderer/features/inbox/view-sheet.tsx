import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InboxFilter, SavedView } from '../../../core/inbox/view.ts'
import { passes, plainFilter } from '../../../core/inbox/view-rules.ts'
import type { SpaceSummary } from '../../../core/space.ts'
import { usePortal } from '../../app/context.ts'
import { say, sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'

type ViewSheetProps = {
  /** Null: a new one. */
  readonly view: SavedView | null
  readonly spaces: readonly SpaceSummary[]
  readonly now: number
  readonly onSaved: (view: SavedView) => void
  readonly onClose: () => void
}

const places = ['inbox', 'snoozed', 'done', 'all'] as const
const days = [0, 1, 2, 3, 7, 14, 30]

/** Which spaces a view shows, put together from conditions that all hold (I1.7). */
export const ViewSheet = ({ view, spaces, now, onSaved, onClose }: ViewSheetProps) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const [name, setName] = useState(view?.name ?? '')
  const [filter, setFilter] = useState<InboxFilter>(view?.filter ?? plainFilter)
  const change = (part: Partial<InboxFilter>): void => setFilter({ ...filter, ...part })
  const count = spaces.filter((space) => passes(space, filter, now)).length

  const save = async (kept: SavedView | { id: null; name: string; filter: InboxFilter }): Promise<void> => {
    const answer = await settle(foyer()['views.save']({ portalId, view: kept }))
    if (!answer.ok) sayFailure(answer.error)
    else onSaved(answer.value)
  }
  const remove = async (gone: SavedView): Promise<void> => {
    const answer = await settle(foyer()['views.remove']({ portalId, viewId: gone.id }))
    if (!answer.ok) {
      sayFailure(answer.error)
      return
    }
    say(t('inboxMore.viewRemoved', { name: gone.name }), {
      label: t('inboxMore.undo'),
      run: () => void settle(foyer()['views.save']({ portalId, view: gone })),
    })
    onClose()
  }

  return (
    <Dialog label={t('inboxMore.viewTitle')} onClose={onClose}>
      <form
        className="contents"
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() !== '') void save({ id: view?.id ?? null, name: name.trim(), filter })
        }}
      >
        <header className="px-6 pt-5 pb-1">
          <h2 className="text-[15px] title-tight">
            {view === null ? t('inboxMore.newViewTitle') : t('inboxMore.editViewTitle', { name: view.name })}
          </h2>
        </header>
        <div className="grid min-h-0 gap-4 overflow-y-auto px-6 py-3 sm:grid-cols-2">
          <TextField
            label={t('inboxMore.viewName')}
            value={name}
            maxLength={60}
            onChange={(event) => setName(event.target.value)}
            className="sm:col-span-2"
          />
          <SelectField
            label={t('inboxMore.place')}
            value={filter.place}
            onChange={({ target }) =>
              change({ place: places.find((each) => each === target.value) ?? 'inbox' })
            }
          >
            {places.map((place) => (
              <option key={place} value={place}>
                {t(`inboxMore.places.${place}`)}
              </option>
            ))}
          </SelectField>
          <TextField
            label={t('inboxMore.nameHas')}
            value={filter.name}
            maxLength={100}
            onChange={({ target }) => change({ name: target.value })}
          />
          <SelectField
            label={t('inboxMore.waiting')}
            value={filter.waiting ?? ''}
            onChange={({ target }) =>
              change({ waiting: target.value === 'us' || target.value === 'client' ? target.value : null })
            }
          >
            <option value="">{t('inboxMore.waitings.any')}</option>
            <option value="us">{t('inboxMore.waitings.us')}</option>
            <option value="client">{t('inboxMore.waitings.client')}</option>
          </SelectField>
          <SelectField
            label={t('inboxMore.waitingDays')}
            value={filter.waitingDays}
            disabled={filter.waiting === null}
            onChange={({ target }) => change({ waitingDays: Number(target.value) })}
          >
            {days.map((count_) => (
              <option key={count_} value={count_}>
                {count_ === 0 ? t('inboxMore.anyTime') : t('inboxMore.daysAtLeast', { count: count_ })}
              </option>
            ))}
          </SelectField>
          <SelectField
            label={t('inboxMore.ours')}
            value={filter.ours ?? ''}
            onChange={({ target }) =>
              change({ ours: target.value === 'draft' || target.value === 'outgoing' ? target.value : null })
            }
          >
            <option value="">{t('inboxMore.oursKinds.any')}</option>
            <option value="draft">{t('inboxMore.oursKinds.draft')}</option>
            <option value="outgoing">{t('inboxMore.oursKinds.outgoing')}</option>
          </SelectField>
          <div className="flex flex-col justify-end gap-1.5 pb-1">
            {(['unread', 'pinned'] as const).map((each) => (
              <label key={each} className="flex items-center gap-2">
                <input
                  type="checkbox"
                  checked={filter[each]}
                  onChange={({ target }) => change({ [each]: target.checked })}
                  className="size-4 accent-accent"
                />
                {t(`inboxMore.only.${each}`)}
              </label>
            ))}
          </div>
        </div>
        <footer className="flex items-center gap-2 border-t border-line px-6 py-3">
          {view !== null && (
            <IconButton label={t('inboxMore.removeView')} onClick={() => void remove(view)}>
              <Trash2 aria-hidden />
            </IconButton>
          )}
          <p role="status" className="mr-auto text-xs text-muted">
            {t('inboxMore.viewCount', { count })}
          </p>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" disabled={name.trim() === ''}>
            {t('common.save')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
