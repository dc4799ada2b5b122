import { BadgeCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JobView } from '../../../core/transfers/views.ts'
import { Receipts } from './receipts.tsx'

/** Opens a job's receipts; uploads have them as soon as the first file is verified. */
export const ReceiptsButton = ({ job }: { readonly job: JobView }) => {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  if (job.direction !== 'upload' || job.files.done === 0) return null
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        className="-my-1 flex h-6 shrink-0 items-center gap-1 rounded-md px-1.5 hover:bg-hover hover:text-text"
      >
        <BadgeCheck aria-hidden className="size-3.5 text-good" />
        {t('receipts.open')}
      </button>
      {open && <Receipts job={job} onClose={() => setOpen(false)} />}
    </>
  )
}
