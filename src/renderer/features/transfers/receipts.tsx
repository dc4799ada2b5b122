import { BadgeCheck, FileDown, ShieldCheck } from 'lucide-react'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReceiptFormat } from '../../../core/transfers/receipt-export.ts'
import type { ChainFault, Receipt } from '../../../core/transfers/receipt.ts'
import type { JobView } from '../../../core/transfers/views.ts'
import { say, sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { bytes, wholeNumber } from '../../lib/quantities.ts'
import { clockTime } from '../../lib/time.ts'
import { usePages } from '../../lib/use-pages.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { ReceiptDetail } from './receipt-detail.tsx'
import { jobTitle } from './words.ts'

const rowHeight = 28
const pageSize = 100

type ReceiptsProps = { readonly job: JobView; readonly onClose: () => void }

/** The proof of what a job sent: one receipt a file, each to be looked at, all to be saved, and the chain checked. */
export const Receipts = ({ job, onClose }: ReceiptsProps) => {
  const { t } = useTranslation()
  const { portalId, id: jobId } = job
  const [chosen, setChosen] = useState<Receipt | null>(null)
  const [total, setTotal] = useState<number | null>(null)

  const save = (format: ReceiptFormat): void => {
    void settle(foyer()['receipts.export']({ portalId, jobId, format })).then((answer) => {
      if (!answer.ok) sayFailure(answer.error)
      else if (answer.value.saved) say(t('receipts.saved'))
    })
  }

  return (
    <Dialog label={t('receipts.title')} width="wide" begin="dialog" onClose={onClose}>
      <header className="shrink-0 px-6 pt-5 pb-2">
        <h2 className="text-[15px] title-tight">{t('receipts.title')}</h2>
        <p className="mt-0.5 truncate text-muted">
          {t('receipts.of', {
            title: jobTitle(job),
            count: total ?? job.files.done,
            figure: wholeNumber(total ?? job.files.done, formatLocale()),
          })}
        </p>
      </header>
      <div className="flex min-h-0 flex-col gap-3 overflow-y-auto px-6 py-2">
        <ReceiptList job={job} chosen={chosen} onTotal={setTotal} onChoose={setChosen} />
        {chosen === null ? (
          <p className="text-xs text-muted">{t('receipts.choose')}</p>
        ) : (
          <ReceiptDetail receipt={chosen} />
        )}
        <ChainCheck job={job} />
      </div>
      <footer className="flex shrink-0 flex-wrap items-center justify-end gap-2 border-t border-line px-6 py-3">
        <Button icon={<FileDown aria-hidden />} onClick={() => save('csv')}>
          {t('receipts.saveCsv')}
        </Button>
        <Button icon={<FileDown aria-hidden />} onClick={() => save('json')}>
          {t('receipts.saveJson')}
        </Button>
        <Button look="primary" onClick={onClose}>
          {t('common.close')}
        </Button>
      </footer>
    </Dialog>
  )
}

type ReceiptListProps = {
  readonly job: JobView
  readonly chosen: Receipt | null
  readonly onTotal: (total: number) => void
  readonly onChoose: (receipt: Receipt) => void
}

const ReceiptList = ({ job, chosen, onTotal, onChoose }: ReceiptListProps) => {
  const { t } = useTranslation()
  const { portalId, id: jobId } = job
  const [total, setTotal] = useState(job.files.done)
  const read = useCallback(
    async (offset: number, limit: number) => {
      const answer = await settle(foyer()['receipts.page']({ portalId, jobId, offset, limit }))
      if (!answer.ok) {
        sayFailure(answer.error)
        return null
      }
      setTotal(answer.value.total)
      onTotal(answer.value.total)
      return answer.value.receipts
    },
    [portalId, jobId, onTotal],
  )
  const { row, show } = usePages(read, pageSize)
  return (
    <VirtualList
      label={t('receipts.title')}
      count={total}
      rowHeight={rowHeight}
      onShow={show}
      version={job.files.done}
      className="h-52 shrink-0 rounded-lg border border-line bg-bg py-1"
      rowClassName="px-1"
    >
      {(index) => (
        <ReceiptLine
          receipt={row(index)}
          isChosen={chosen !== null && row(index)?.number === chosen.number}
          onChoose={onChoose}
        />
      )}
    </VirtualList>
  )
}

type ReceiptLineProps = {
  readonly receipt: Receipt | undefined
  readonly isChosen: boolean
  readonly onChoose: (receipt: Receipt) => void
}

const ReceiptLine = ({ receipt, isChosen, onChoose }: ReceiptLineProps) =>
  receipt === undefined ? null : (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={() => onChoose(receipt)}
      className={`flex size-full items-center gap-2 rounded-md px-2 text-left text-xs focus-visible:-outline-offset-2 ${isChosen ? 'bg-sel' : 'hover:bg-hover'}`}
    >
      <BadgeCheck aria-hidden className="size-3.5 shrink-0 text-good" />
      <span className="min-w-0 flex-1 truncate" dir="auto" title={inertLine(receipt.path)}>
        {inertLine(receipt.path)}
      </span>
      <span className="shrink-0 text-faint tabular-nums">
        {clockTime(receipt.verifiedAt, formatLocale())}
      </span>
      <span className="w-16 shrink-0 text-right text-faint tabular-nums">
        {bytes(receipt.size, formatLocale())}
      </span>
    </button>
  )

type Checked = { readonly checked: number; readonly fault: ChainFault | null }

/** Whether every receipt of this portal is still as it was written. */
const ChainCheck = ({ job: { portalId } }: { readonly job: JobView }) => {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const [found, setFound] = useState<Checked | null>(null)
  const check = async (): Promise<void> => {
    setBusy(true)
    const answer = await settle(foyer()['receipts.verify']({ portalId }))
    setBusy(false)
    if (answer.ok) setFound(answer.value)
    else sayFailure(answer.error)
  }
  if (found !== null) {
    const { fault, checked } = found
    return (
      <Notice tone={fault === null ? 'info' : 'bad'} role={fault === null ? 'status' : 'alert'}>
        {fault === null
          ? t('receipts.intact', { count: checked, figure: wholeNumber(checked, formatLocale()) })
          : t(`receipts.faults.${fault.fault}`, { number: fault.number })}
      </Notice>
    )
  }
  return (
    <div className="flex items-center gap-3">
      <p className="min-w-0 flex-1 text-xs text-muted">{t('receipts.chain')}</p>
      <Button size="small" icon={<ShieldCheck aria-hidden />} disabled={busy} onClick={() => void check()}>
        {busy ? t('receipts.checking') : t('receipts.check')}
      </Button>
    </div>
  )
}
