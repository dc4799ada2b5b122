import {
  ChevronDown,
  CircleSlash,
  CopyCheck,
  EyeOff,
  FileX2,
  type LucideIcon,
  UserRoundX,
} from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UploadPlan } from '../../../core/transfers/views.ts'
import { inertLine } from '../../lib/inert-text.ts'

/** `line`: what is shown in place of the name. */
type Entry = { readonly name: string; readonly reason?: string; readonly line?: string }
type Issue = {
  readonly key: string
  readonly icon: LucideIcon
  readonly tone: string
  readonly text: string
  readonly aside?: string
  readonly count: number
  readonly entries: readonly Entry[]
  /** Shown without being asked for. */
  readonly open?: boolean
}

const lastName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** What would not go as one may think: each can be looked at. */
export const PlanIssues = ({ plan }: { readonly plan: UploadPlan }) => {
  const { t } = useTranslation()
  const { conflicts, refused, ignored, emptyFiles, wrongClient } = plan
  const all: readonly Issue[] = [
    {
      key: 'wrong-client',
      icon: UserRoundX,
      tone: 'text-warn',
      text: t('planMore.wrong', { count: wrongClient.count }),
      count: wrongClient.count,
      entries: wrongClient.first.map(({ path, spaceName }) => ({
        name: path,
        line: t('planMore.wrongName', { name: inertLine(lastName(path)), space: inertLine(spaceName) }),
      })),
      open: true,
    },
    {
      key: 'refused',
      icon: FileX2,
      tone: 'text-bad',
      text: t('plan.refused', { count: refused.count }),
      count: refused.count,
      entries: refused.first.map(({ path, reason }) => ({
        name: path,
        reason: t(`failures.${reason}.title`),
      })),
    },
    {
      key: 'conflicts',
      icon: CopyCheck,
      tone: 'text-warn',
      text: t('plan.conflicts', { count: conflicts.count }),
      ...(conflicts.same === 0 ? {} : { aside: t('plan.same', { count: conflicts.same }) }),
      count: conflicts.count,
      entries: conflicts.first.map((name) => ({ name })),
    },
    {
      key: 'empty',
      icon: CircleSlash,
      tone: 'text-faint',
      text: t('plan.empty', { count: emptyFiles }),
      count: emptyFiles,
      entries: [],
    },
    {
      key: 'ignored',
      icon: EyeOff,
      tone: 'text-faint',
      text: t('plan.ignored', { count: ignored.count }),
      count: ignored.count,
      entries: ignored.first.map((name) => ({ name })),
    },
  ]
  const issues = all.filter(({ count }) => count > 0)
  if (issues.length === 0) return <p className="text-muted">{t('plan.clean')}</p>
  return (
    <ul className="divide-y divide-line rounded-[9px] border border-line">
      {issues.map(({ key, ...issue }) => (
        <IssueRow key={key} {...issue} />
      ))}
    </ul>
  )
}

const IssueRow = ({ icon: Icon, tone, text, aside, count, entries, ...issue }: Omit<Issue, 'key'>) => {
  const { t } = useTranslation()
  const [open, setOpen] = useState(issue.open === true)
  const id = useId()
  const rest = count - entries.length
  return (
    <li>
      <div className="flex min-h-9 items-center gap-2.5 py-1 pr-1.5 pl-3">
        <Icon aria-hidden className={`size-4 shrink-0 ${tone}`} />
        <span className="min-w-0">
          {text}
          {aside !== undefined && <span className="text-faint"> · {aside}</span>}
        </span>
        {entries.length > 0 && (
          <button
            type="button"
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setOpen(!open)}
            className="ml-auto flex h-6 shrink-0 items-center gap-1 rounded-md px-1.5 text-xs text-muted hover:bg-hover hover:text-text"
          >
            {open ? t('plan.hide') : t('plan.review')}
            <ChevronDown
              aria-hidden
              className={`size-3.5 transition-transform ${open ? 'rotate-180' : ''}`}
            />
          </button>
        )}
      </div>
      {open && (
        <ul id={id} tabIndex={0} className="max-h-40 overflow-y-auto border-t border-line bg-bg py-1 text-xs">
          {entries.map(({ name, reason, line }) => (
            <li key={name} className="flex gap-3 px-3 py-0.5 pl-[38px] select-text">
              <span className="min-w-0 flex-1 truncate" dir="auto" title={inertLine(name)}>
                {line ?? inertLine(name)}
              </span>
              {reason !== undefined && (
                <span className="max-w-[50%] shrink-0 truncate text-faint">{reason}</span>
              )}
            </li>
          ))}
          {rest > 0 && (
            <li className="px-3 py-0.5 pl-[38px] text-faint">{t('plan.andMore', { count: rest })}</li>
          )}
        </ul>
      )}
    </li>
  )
}
