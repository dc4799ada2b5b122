import { Search, X } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Show, shows } from '../../../core/transfers/show.ts'
import type { JobView } from '../../../core/transfers/views.ts'
import { classes } from '../../lib/class-names.ts'
import { formatLocale } from '../../lib/locale.ts'
import { wholeNumber } from '../../lib/quantities.ts'
import { FileList } from './file-list.tsx'
import { isEnded } from './view.ts'

const countOf = ({ files }: JobView, only: Show): number => {
  switch (only) {
    case 'all':
      return files.total
    case 'under-way':
      return Math.max(0, files.total - files.done - files.failed - files.skipped - files.cancelled)
    case 'failed':
      return files.failed
    case 'done':
      return files.done
    case 'left-out':
      return files.skipped + files.cancelled
  }
}

/** The files of a job: by state, by name, however many. `compact`: in the panel below a space. */
export const JobFiles = ({ job, compact = false }: { readonly job: JobView; readonly compact?: boolean }) => {
  const { t } = useTranslation()
  const [wanted, setOnly] = useState<Show>(job.state === 'failed' && job.files.failed > 0 ? 'failed' : 'all')
  // Nothing is under way any more: what became of it is what is wanted now.
  const only = wanted === 'under-way' && isEnded(job.state) ? 'all' : wanted
  const [text, setText] = useState('')
  const search = useDeferredValue(text.trim())
  const shown = shows.filter(
    (each) => each === 'all' || each === only || countOf(job, each) > 0 || (each === 'done' && !compact),
  )
  return (
    <div
      className={classes(
        'flex min-h-0 flex-col overflow-hidden',
        compact ? 'mt-2 h-64 rounded-lg border border-line' : 'flex-1',
      )}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line px-3 py-1.5">
        <div role="group" aria-label={t('panel.show.label')} className="flex min-w-0 flex-1 gap-0.5">
          {shown.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={each === only}
              onClick={() => setOnly(each)}
              className={classes(
                'flex h-6 items-center gap-1.5 rounded-md px-2 text-xs font-medium whitespace-nowrap transition-colors duration-75',
                each === only
                  ? 'bg-accent-soft text-accent-text'
                  : 'text-muted hover:bg-hover hover:text-text',
              )}
            >
              {t(`panel.show.${each}`)}
              <span
                className={classes(
                  'font-normal tabular-nums',
                  each === 'failed' && job.files.failed > 0 ? 'text-bad' : '',
                )}
              >
                {wholeNumber(countOf(job, each), formatLocale())}
              </span>
            </button>
          ))}
        </div>
        <FindBox text={text} onText={setText} />
      </div>
      <FileList key={`${job.id} ${only} ${search}`} job={job} only={only} search={search} />
    </div>
  )
}

const FindBox = ({ text, onText }: { readonly text: string; readonly onText: (text: string) => void }) => {
  const { t } = useTranslation()
  return (
    <div className="relative w-52 min-w-32 shrink">
      <Search aria-hidden className="pointer-events-none absolute top-1.5 left-2 size-3.5 text-faint" />
      <input
        type="search"
        aria-label={t('panel.search')}
        placeholder={t('panel.search')}
        value={text}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || text === '') return
          event.preventDefault()
          onText('')
        }}
        className="h-6.5 w-full rounded-md border border-line-strong bg-panel pr-6 pl-7 text-xs select-text hover:border-muted focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent"
      />
      {text !== '' && (
        <button
          type="button"
          aria-label={t('search.clear')}
          onClick={() => onText('')}
          className="absolute top-0.5 right-0.5 grid size-5.5 place-items-center rounded text-faint hover:text-text"
        >
          <X aria-hidden className="size-3" />
        </button>
      )}
    </div>
  )
}
