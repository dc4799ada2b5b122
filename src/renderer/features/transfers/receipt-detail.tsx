import { useTranslation } from 'react-i18next'
import type { Receipt } from '../../../core/transfers/receipt.ts'
import { usePortals } from '../../app/context.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { bytes, wholeNumber } from '../../lib/quantities.ts'
import { fullTime } from '../../lib/time.ts'

type Fact = readonly [string, string, 'text' | 'code']

type ReceiptDetailProps = {
  readonly receipt: Receipt
  /** What else is known where it is shown. */
  readonly more?: readonly Fact[]
}

/** One file's receipt, every fact of it to be selected and copied. */
export const ReceiptDetail = ({ receipt, more = [] }: ReceiptDetailProps) => {
  const { t } = useTranslation()
  const sender = usePortals().find(({ me }) => me.id === receipt.userId)?.me
  const size = `${bytes(receipt.size, formatLocale())} (${t('receipts.bytes', {
    count: receipt.size,
    figure: wholeNumber(receipt.size, formatLocale()),
  })})`
  const facts: readonly Fact[] = [
    [t('receipts.facts.name'), inertLine(receipt.name), 'text'],
    [t('receipts.facts.path'), inertLine(receipt.path), 'text'],
    [t('receipts.facts.size'), size, 'text'],
    [t('receipts.facts.space'), inertLine(receipt.spaceName), 'text'],
    [t('receipts.facts.verified'), fullTime(receipt.verifiedAt, formatLocale()), 'text'],
    [
      t('receipts.facts.sender'),
      sender === undefined ? receipt.userId : `${inertLine(sender.name)} (${inertLine(sender.email)})`,
      'text',
    ],
    ...more,
    ['SHA-256', receipt.sha256 ?? '–', 'code'],
    ['MD5', receipt.md5 ?? '–', 'code'],
    [t('receipts.facts.file'), receipt.fileId, 'code'],
    [t('receipts.facts.number'), `${receipt.number} · ${receipt.hash}`, 'code'],
  ]
  return (
    <dl
      aria-label={t('receipts.receipt')}
      className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-0.5 rounded-lg border border-line px-3 py-2 text-xs select-text"
    >
      {facts.map(([label, value, kind]) => (
        <div key={label} className="contents">
          <dt className="text-muted">{label}</dt>
          <dd dir="auto" className={kind === 'code' ? 'font-mono break-all' : 'break-words'}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  )
}
