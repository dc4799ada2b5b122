import { FileSpreadsheet, GraduationCap, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ImportId, ImportView } from '../../../core/people/import-views.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { momentTime } from '../../lib/time.ts'
import { IconButton } from '../../ui/button.tsx'
import { progressWords } from './words.ts'

type ImportListProps = {
  readonly imports: readonly ImportView[]
  readonly onOpen: (id: ImportId) => void
  readonly onRemove: (id: ImportId) => void
}

/** Imports so far, newest first, those under way among them. */
export const ImportList = ({ imports, onOpen, onRemove }: ImportListProps) => {
  const { t } = useTranslation()
  return (
    <section className="min-h-0 flex-1 overflow-y-auto px-5 py-4">
      <h2 className="mb-2 text-md title-tight">{t('import.earlier')}</h2>
      <ul aria-label={t('import.earlier')} className="-mx-3 flex flex-col">
        {imports.map((view) => (
          <li key={view.id} className="flex items-center rounded-lg hover:bg-hover">
            <button
              type="button"
              onClick={() => onOpen(view.id)}
              className="grid min-w-0 flex-1 grid-cols-[16px_minmax(0,1fr)_auto] items-center gap-x-3 rounded-lg px-3 py-2 text-left [&>svg]:size-4 [&>svg]:text-muted"
            >
              {view.source === 'csv' ? <FileSpreadsheet aria-hidden /> : <GraduationCap aria-hidden />}
              <span className="truncate font-medium">{inertLine(view.title)}</span>
              <span className="text-xs text-muted tabular-nums">
                {momentTime(view.createdAt, formatLocale())}
              </span>
              <span className="col-span-2 col-start-2 text-xs text-muted tabular-nums">
                {t(`import.states.${view.state}`)}
                {view.state !== 'plan' && view.todo > 0 && ` · ${progressWords(view, t)}`}
              </span>
            </button>
            <IconButton
              label={t('import.remove', { title: inertLine(view.title) })}
              disabled={view.state === 'running'}
              onClick={() => onRemove(view.id)}
              className="mr-1"
            >
              <Trash2 aria-hidden className="size-3.5!" />
            </IconButton>
          </li>
        ))}
      </ul>
    </section>
  )
}
