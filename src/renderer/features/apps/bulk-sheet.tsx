import { FileSpreadsheet } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { App } from '../../../core/app.ts'
import type { TablePreview } from '../../../core/customizations/table-preview.ts'
import type { TableMapping } from '../../../core/customizations/table.ts'
import type { CustomizationJobId } from '../../../core/customizations/views.ts'
import type { Failure } from '../../../core/failure.ts'
import type { DropId } from '../../../core/transfers/views.ts'
import { usePortal } from '../../app/context.ts'
import { foyer, offerFiles, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/notice.tsx'
import { Progress } from '../../ui/progress.tsx'
import { MappingTable } from './mapping-table.tsx'

type Source = { readonly dropId: DropId } | { readonly text: string }

type Picked = { readonly source: Source; readonly preview: TablePreview; readonly mapping: TableMapping }

type BulkSheetProps = {
  readonly app: App
  readonly onClose: () => void
  readonly onPlanned: (id: CustomizationJobId) => void
}

/** From a table to a plan: the file or what was pasted, which column is what, and then the dry run. */
export const BulkSheet = ({ app, onClose, onPlanned }: BulkSheetProps) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const [picked, setPicked] = useState<Picked | null>(null)
  const [pasted, setPasted] = useState('')
  const [failure, setFailure] = useState<Failure | null>(null)
  const [planning, setPlanning] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const label = inertLine(app.label)

  const preview = async (source: Source): Promise<void> => {
    setFailure(null)
    const answer = await settle(foyer()['customizations.previewTable']({ portalId, source }))
    if (answer.ok) setPicked({ source, preview: answer.value, mapping: answer.value.mapping })
    else setFailure(answer.error)
  }
  const pick = async (files: readonly File[]): Promise<void> => {
    if (files.length === 0) return
    const offered = await settle(offerFiles(files))
    // The bridge types the id as plain text; the schema on the other side brands it.
    if (offered.ok) await preview({ dropId: offered.value.dropId as DropId })
    else setFailure(offered.error)
  }
  const plan = async ({ source, mapping }: Picked): Promise<void> => {
    setFailure(null)
    setPlanning(true)
    const answer = await settle(
      foyer()['customizations.planTable']({
        ...{ portalId, appId: app.id, source },
        mapping: { ...mapping, columns: [...mapping.columns] },
      }),
    )
    setPlanning(false)
    if (answer.ok) onPlanned(answer.value.id)
    else if (answer.error.code !== 'cancelled') setFailure(answer.error)
  }
  const close = (): void => {
    if (planning) void foyer()['customizations.stopPlanning']({ portalId })
    onClose()
  }
  const missing =
    picked === null
      ? null
      : picked.mapping.email === null
        ? t('bulk.noEmail')
        : picked.mapping.columns.length === 0
          ? t('bulk.noValues')
          : null
  return (
    <Dialog label={t('bulk.title', { app: label })} width="wider" onClose={close}>
      <header className="shrink-0 border-b border-line px-5 py-3">
        <h2 className="truncate text-md title-tight">{t('bulk.title', { app: label })}</h2>
        <p className="text-muted">{t('bulk.lead')}</p>
      </header>
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-5 py-4">
        <div className="flex flex-wrap items-center gap-3">
          <Button icon={<FileSpreadsheet aria-hidden />} onClick={() => input.current?.click()}>
            {t(picked === null ? 'bulk.choose' : 'bulk.other')}
          </Button>
          {picked === null ? (
            <span className="text-xs text-muted">{t('bulk.drop')}</span>
          ) : (
            <span className="min-w-0 truncate">
              <span className="font-medium">
                {picked.preview.title === '' ? t('bulk.pasted') : inertLine(picked.preview.title)}
              </span>{' '}
              <span className="text-muted tabular-nums">
                {t('bulk.lines', { count: picked.preview.lines })}
              </span>
            </span>
          )}
          <input
            ref={input}
            type="file"
            accept=".csv,.tsv,.txt,text/csv"
            aria-label={t('bulk.chooseInput')}
            tabIndex={-1}
            className="sr-only"
            onChange={(event) => {
              void pick([...(event.currentTarget.files ?? [])])
              // The same choice made again is a choice again.
              event.currentTarget.value = ''
            }}
          />
        </div>
        {picked === null ? (
          <div className="flex flex-col items-start gap-2">
            <label className="flex w-full flex-col gap-1 font-medium">
              {t('bulk.paste')}
              <textarea
                value={pasted}
                rows={6}
                spellCheck={false}
                onChange={(event) => setPasted(event.target.value)}
                className="w-full resize-y rounded-[7px] border border-field-line bg-panel px-2.5 py-1.5 font-mono text-xs leading-[18px] font-normal whitespace-pre select-text hover:border-muted focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent"
              />
            </label>
            <Button disabled={pasted.trim() === ''} onClick={() => void preview({ text: pasted })}>
              {t('bulk.read')}
            </Button>
          </div>
        ) : (
          <>
            <MappingTable
              preview={picked.preview}
              mapping={picked.mapping}
              onChange={(mapping) => setPicked({ ...picked, mapping })}
            />
            <Choice
              label={t('bulk.blank')}
              value={picked.mapping.blank}
              options={(['keep', 'remove'] as const).map((value) => ({
                value,
                label: t(`bulk.blanks.${value}`),
              }))}
              onChange={(blank) => setPicked({ ...picked, mapping: { ...picked.mapping, blank } })}
            />
          </>
        )}
        {failure !== null && <FailureNotice failure={failure} />}
      </div>
      <footer className="flex shrink-0 items-center gap-2 border-t border-line px-5 py-3">
        <p role="status" className="mr-auto min-w-0 text-muted">
          {planning ? t('bulk.planning') : missing}
          {planning && <Progress label={t('bulk.planning')} value={null} className="mt-1 w-40" />}
        </p>
        <Button onClick={close}>{planning ? t('bulk.stop') : t('common.cancel')}</Button>
        <Button
          look="primary"
          disabled={picked === null || missing !== null || planning}
          onClick={() => {
            if (picked !== null) void plan(picked)
          }}
        >
          {t('bulk.preview')}
        </Button>
      </footer>
    </Dialog>
  )
}
