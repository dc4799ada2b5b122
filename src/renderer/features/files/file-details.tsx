import { ArrowDownToLine, ChevronDown, ChevronUp, Eye, ImageOff } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { FileRow } from '../../../core/file.ts'
import type { PortalId } from '../../../core/portal.ts'
import type { SpaceId } from '../../../core/space.ts'
import { mayBeShown } from '../../../core/transfers/picture.ts'
import type { Receipt } from '../../../core/transfers/receipt.ts'
import { foyer } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { bytes } from '../../lib/quantities.ts'
import { fullTime } from '../../lib/time.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/notice.tsx'
import { openSheet } from '../people/sheets.ts'
import { KeptCopy } from './kept-copy.tsx'
import { ReceiptDetail } from '../transfers/receipt-detail.tsx'
import { useJobs } from '../transfers/use-jobs.ts'

type FileDetailsProps = {
  readonly portalId: PortalId
  readonly spaceId: SpaceId
  readonly row: FileRow
  /** To the next file of the folder, or the one before. */
  readonly onStep: (by: 1 | -1) => void
  readonly onDownload: () => void
  readonly onClose: () => void
}

/** A quick look at a file: the picture where there is one that may be shown, and what this computer can prove of it. */
export const FileDetails = (props: FileDetailsProps) => {
  const { portalId, spaceId, row, onStep, onClose } = props
  const { t } = useTranslation()
  const name = inertLine(row.name)
  const receipts = useQuery(
    `receipts ${portalId} ${row.id}`,
    () => foyer()['receipts.ofFile']({ portalId, spaceId, fileId: row.id }),
    { portalId, spaceId, topics: ['files'] },
  )
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') onStep(event.key === 'ArrowDown' ? 1 : -1)
    // On a button, the space bar presses it.
    else if (event.key === ' ' && !(event.target instanceof HTMLButtonElement)) onClose()
    else return
    event.preventDefault()
  }
  return (
    // Around the dialog, which itself has the focus at first.
    <div className="contents" onKeyDown={onKeyDown}>
      <Dialog label={t('details.label', { name })} width="wide" begin="dialog" onClose={onClose}>
        <header className="flex shrink-0 items-start gap-2 px-6 pt-5 pb-3">
          <div className="min-w-0 flex-1">
            <h2 className="truncate text-[15px] title-tight" dir="auto" title={name}>
              {name}
            </h2>
            <p className="mt-0.5 text-muted tabular-nums">
              {bytes(row.size, formatLocale())} ·{' '}
              {t('details.added', { time: fullTime(row.addedAt, formatLocale()) })}
            </p>
          </div>
          <IconButton label={t('details.previous')} onClick={() => onStep(-1)}>
            <ChevronUp aria-hidden />
          </IconButton>
          <IconButton label={t('details.next')} onClick={() => onStep(1)}>
            <ChevronDown aria-hidden />
          </IconButton>
        </header>
        <div
          tabIndex={0}
          className="flex min-h-0 flex-col gap-4 overflow-y-auto px-6 pb-4 focus-visible:-outline-offset-2"
        >
          {mayBeShown(row.name, row.size) && <Picture {...props} name={name} />}
          {row.pin !== 'none' && <KeptCopy portalId={portalId} spaceId={spaceId} row={row} />}
          {receipts.value !== undefined && <Proof receipts={receipts.value} />}
        </div>
        <footer className="flex shrink-0 justify-end gap-2 border-t border-line px-6 py-3">
          <Button
            icon={<Eye aria-hidden />}
            className="mr-auto"
            onClick={() => {
              onClose()
              openSheet({ kind: 'viewers', spaceId, of: 'file', name: row.name })
            }}
          >
            {t('access.menu')}
          </Button>
          <Button icon={<ArrowDownToLine aria-hidden />} onClick={props.onDownload}>
            {t('files.download')}
          </Button>
          <Button look="primary" onClick={onClose}>
            {t('common.close')}
          </Button>
        </footer>
      </Dialog>
    </div>
  )
}

type PictureProps = Pick<FileDetailsProps, 'portalId' | 'spaceId' | 'row'> & { readonly name: string }

/** Of one height whether it is here yet or not, so that nothing jumps. */
const Picture = ({ portalId, spaceId, row, name }: PictureProps) => {
  const { t } = useTranslation()
  const { value, failure } = useQuery(`picture ${portalId} ${row.id} ${row.addedAt}`, () =>
    foyer()['files.picture']({ portalId, spaceId, fileId: row.id, look: 'whole' }),
  )
  if (failure !== undefined && value === undefined) return <FailureNotice failure={failure} />
  return (
    <div className="grid h-[46vh] shrink-0 place-items-center overflow-hidden rounded-lg border border-line bg-bg">
      {value === undefined ? (
        <p role="status" className="text-xs text-muted appear-late">
          {t('details.fetching')}
        </p>
      ) : value.url === null ? (
        <p className="flex items-center gap-2 text-xs text-muted">
          <ImageOff aria-hidden className="size-4 text-faint" />
          {t('details.noPicture')}
        </p>
      ) : (
        <img
          src={value.url}
          alt={t('details.picture', { name })}
          className="max-h-[46vh] max-w-full object-contain"
        />
      )}
    </div>
  )
}

const Proof = ({ receipts }: { readonly receipts: readonly Receipt[] }) => {
  const { t } = useTranslation()
  const { list } = useJobs()
  const [newest, ...earlier] = receipts
  if (newest === undefined) return <p className="text-xs text-muted">{t('details.noReceipt')}</p>
  const job = list.find(({ id }) => id === newest.jobId)
  return (
    <section aria-label={t('receipts.receipt')}>
      <h3 className="mb-1 font-medium">{t('receipts.receipt')}</h3>
      <ReceiptDetail
        receipt={newest}
        more={job === undefined ? [] : [[t('details.job'), inertLine(job.title), 'text']]}
      />
      {earlier.length > 0 && (
        <details className="mt-2 text-xs">
          <summary className="rounded px-1 text-muted hover:text-text">
            {t('details.earlier', { count: earlier.length })}
          </summary>
          <div className="mt-2 flex flex-col gap-2">
            {earlier.map((receipt) => (
              <ReceiptDetail key={receipt.number} receipt={receipt} />
            ))}
          </div>
        </details>
      )}
    </section>
  )
}
