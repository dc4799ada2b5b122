import type { TFunction } from 'i18next'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JobView } from '../../../core/transfers/views.ts'
import { formatLocale } from '../../lib/locale.ts'
import { wholeNumber } from '../../lib/quantities.ts'
import { announcements, type Announcement } from './view.ts'
import { jobStanding, jobTitle } from './words.ts'

/** Says starts, quarters, waits and ends to screen readers, politely; the numbers between are for eyes. */
export const Announcer = ({ jobs }: { readonly jobs: readonly JobView[] }) => {
  const { t } = useTranslation()
  const before = useRef<readonly JobView[]>([])
  const [words, setWords] = useState('')
  useEffect(() => {
    const news = announcements(before.current, jobs)
    before.current = jobs
    if (news.length > 0) setWords(news.map((each) => wordsOf(each, t)).join('. '))
  }, [jobs, t])
  return (
    <div aria-live="polite" className="sr-only">
      {words}
    </div>
  )
}

const wordsOf = (news: Announcement, t: TFunction): string => {
  const { job } = news
  const title = jobTitle(job)
  const done = wholeNumber(job.files.done, formatLocale())
  const total = wholeNumber(job.files.total, formatLocale())
  switch (news.what) {
    case 'started':
      return t('transfers.started', { title })
    case 'quarter':
      return t('panel.say.quarter', { title, percent: news.percent })
    case 'waiting':
      return t('panel.say.waiting', { title, reason: jobStanding(job, t, formatLocale()) })
    case 'goes-on':
      return t('panel.say.goesOn', { title })
    case 'finished':
      return t('panel.say.finished', { title, done, total })
    case 'failed':
      return t('panel.say.failed', { title, done, total, count: job.files.failed })
    case 'cancelled':
      return t('panel.say.cancelled', { title })
  }
}
