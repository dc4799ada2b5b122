import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JobView } from '../../../core/transfers/views.ts'
import { announcements } from './view.ts'
import { jobTitle } from './words.ts'

/** Says starts and ends to screen readers, politely; the numbers between are for eyes. */
export const Announcer = ({ jobs }: { readonly jobs: readonly JobView[] }) => {
  const { t } = useTranslation()
  const before = useRef<readonly JobView[]>([])
  const [words, setWords] = useState('')
  useEffect(() => {
    const news = announcements(before.current, jobs)
    before.current = jobs
    if (news.length === 0) return
    setWords(
      news
        .map(({ job, what }) => {
          const title = jobTitle(job)
          switch (what) {
            case 'started':
              return t('transfers.started', { title })
            case 'finished':
              return t('transfers.finished', { title })
            case 'failed':
              return t('transfers.failedSay', { title, count: job.files.failed })
          }
        })
        .join('. '),
    )
  }, [jobs, t])
  return (
    <div aria-live="polite" className="sr-only">
      {words}
    </div>
  )
}
