import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDownToLine, ArrowUpFromLine } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { JobId, JobView } from '../../../core/transfers/views.ts'
import { classes } from '../../lib/class-names.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { FanOutLine } from './fan-out-line.tsx'
import { JobProgress, standingTones } from './job-progress.tsx'
import { listLines } from './view.ts'
import { jobTitle, shortStanding } from './words.ts'

const heights = { group: 28, 'fan-out': 72, job: 62 } as const

type JobListProps = {
  readonly jobs: readonly JobView[]
  readonly chosen: JobId | null
  readonly onChoose: (id: JobId) => void
}

/** All jobs, hundreds of them too: only those in view exist. */
export const JobList = ({ jobs, chosen, onChoose }: JobListProps) => {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set())
  const fold = (id: string): void => {
    const next = new Set(unfolded)
    if (!next.delete(id)) next.add(id)
    setUnfolded(next)
  }
  const lines = listLines(jobs, unfolded)
  const order = lines.flatMap((line) => (line.kind === 'job' ? [line.job.id] : []))
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heights[lines[index]?.kind ?? 'job'],
    getItemKey: (index) => {
      const line = lines[index]
      if (line === undefined) return index
      return line.kind === 'job' ? line.job.id : line.kind === 'group' ? line.group : line.id
    },
    initialRect: { width: 300, height: 800 },
    overscan: 6,
  })
  const shape = lines.map(({ kind }) => kind[0]).join('')
  useEffect(() => virtual.measure(), [virtual, shape])

  const wanted = useRef(false)
  useEffect(() => {
    if (!wanted.current || chosen === null) return
    wanted.current = false
    scroller.current?.querySelector<HTMLElement>('[aria-current=true]')?.focus()
  }, [chosen])
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const at = chosen === null ? -1 : order.indexOf(chosen)
    const next = order[Math.min(order.length - 1, Math.max(0, at + step))]
    if (next === undefined || next === chosen) return
    virtual.scrollToIndex(lines.findIndex((line) => line.kind === 'job' && line.job.id === next))
    wanted.current = true
    onChoose(next)
  }

  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
      <ul
        aria-label={t('panel.jobs')}
        onKeyDown={onKeyDown}
        className="relative"
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index]
          if (line === undefined) return null
          return (
            <li
              key={item.key}
              className="absolute inset-x-0 top-0"
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            >
              {line.kind === 'group' ? (
                <h2 className="flex h-full items-end px-4 pb-1 text-2xs font-semibold text-faint">
                  {t(`panel.groups.${line.group}`)}
                </h2>
              ) : line.kind === 'fan-out' ? (
                <FanOutLine
                  title={line.title}
                  jobs={line.jobs}
                  open={unfolded.has(line.id)}
                  onFold={() => fold(line.id)}
                />
              ) : (
                <JobLine
                  job={line.job}
                  chosen={line.job.id === chosen}
                  within={line.within}
                  onChoose={onChoose}
                />
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

type JobLineProps = {
  readonly job: JobView
  readonly chosen: boolean
  /** One of a fan-out, below its line. */
  readonly within: boolean
  readonly onChoose: (id: JobId) => void
}

const JobLine = ({ job, chosen, within, onChoose }: JobLineProps) => {
  const { t } = useTranslation()
  const Icon = job.direction === 'upload' ? ArrowUpFromLine : ArrowDownToLine
  return (
    <div
      className={classes(
        'relative mr-2 h-full rounded-lg px-2.5 py-2',
        within ? 'ml-6' : 'ml-2',
        chosen ? 'bg-sel' : 'hover:bg-hover',
      )}
    >
      <button
        type="button"
        aria-current={chosen}
        onClick={() => onChoose(job.id)}
        className="flex w-full min-w-0 items-center gap-2 text-left after:absolute after:inset-0 after:rounded-lg"
      >
        <Icon
          aria-hidden
          className={classes('size-3.5 shrink-0', job.state === 'failed' ? 'text-bad' : 'text-faint')}
        />
        <span className="min-w-0 flex-1 truncate font-medium">{jobTitle(job)}</span>
      </button>
      <p className="mt-0.5 flex min-w-0 gap-1.5 pl-[22px] text-xs leading-4">
        <span className="min-w-0 flex-1 truncate text-muted">{inertLine(job.spaceName)}</span>
        <span className={classes('max-w-[60%] truncate tabular-nums', standingTones[job.state])}>
          {shortStanding(job, t, formatLocale())}
        </span>
      </p>
      <JobProgress job={job} className="mt-1 ml-[22px] h-[3px]!" />
    </div>
  )
}
