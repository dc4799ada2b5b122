import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FailureCode } from '../../../core/failure.ts'
import type { JobView, TransferRow } from '../../../core/transfers/views.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { bytes } from '../../lib/quantities.ts'
import { usePages } from '../../lib/use-pages.ts'
import { VirtualList } from '../../ui/virtual-list.tsx'

const rowHeight = 24
const pageSize = 100

/** Failures whose detail is a sentence of the portal's. */
const portalSpeaks: ReadonlySet<FailureCode> = new Set(['invalid', 'forbidden', 'not-found', 'server-error'])

type FailedFilesProps = {
  readonly job: JobView
  readonly reason: FailureCode
  readonly count: number
  readonly label: string
}

/** Every path that failed for one reason: only the rows in view exist, and only their pages are read. */
export const FailedFiles = ({ job, reason, count, label }: FailedFilesProps) => {
  const { portalId, id: jobId } = job
  const [total, setTotal] = useState(count)
  const read = useCallback(
    async (offset: number, limit: number) => {
      const asked = foyer()['transfers.failedFiles']({ portalId, jobId, reason, offset, limit })
      const answer = await settle(asked)
      if (!answer.ok) return null
      setTotal(answer.value.total)
      return answer.value.rows
    },
    [portalId, jobId, reason],
  )
  const { row, show } = usePages(read, pageSize)
  return (
    <VirtualList
      focusable
      label={label}
      count={total}
      rowHeight={rowHeight}
      onShow={show}
      version={count}
      className="mt-1.5 max-h-40 rounded-md border border-line bg-panel py-1"
    >
      {(index) => <FailedLine row={row(index)} />}
    </VirtualList>
  )
}

const FailedLine = ({ row }: { readonly row: TransferRow | undefined }) => {
  const { t } = useTranslation()
  const problem = row?.problem ?? null
  // The system's own codes (ENOENT) say nothing that the group's words don't.
  const detail = problem !== null && portalSpeaks.has(problem.code) ? (problem.detail ?? '') : ''
  return (
    <div className="flex h-full items-center gap-3 px-2.5 text-xs">
      {row !== undefined && (
        <>
          <span className="min-w-0 flex-1 truncate select-text" dir="auto" title={inertLine(row.path)}>
            {inertLine(row.path)}
          </span>
          {detail !== '' && (
            <span className="max-w-[50%] shrink-0 truncate text-faint" title={inertLine(detail)}>
              {t('failure.detail', { detail: inertLine(detail) })}
            </span>
          )}
          <span className="w-16 shrink-0 text-right text-faint tabular-nums">
            {bytes(row.size, formatLocale())}
          </span>
        </>
      )}
    </div>
  )
}
