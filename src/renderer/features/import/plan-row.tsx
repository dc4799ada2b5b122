import {
  Check,
  CircleAlert,
  CircleMinus,
  Equal,
  LoaderCircle,
  PencilLine,
  Plus,
  Split,
  type LucideIcon,
} from 'lucide-react'
import type { MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { TFunction } from 'i18next'
import type { ImportRowView } from '../../../core/people/import-views.ts'
import { classes } from '../../lib/class-names.ts'
import { failureWords } from '../../lib/failure-words.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { roleWords } from '../../lib/role-words.ts'
import { Button } from '../../ui/button.tsx'
import type { OpenImport } from './use-import.ts'
import { reasonWords } from './words.ts'

type PlanRowProps = {
  readonly row: ImportRowView
  /** A person decided about it. */
  readonly decided: boolean
  /** What whoever is new becomes. */
  readonly role: string
  /** Null: there is nothing to decide any more. */
  readonly onDecide: OpenImport['decide'] | null
}

/** One person of the source: who it is, what becomes of them, and what a person may decide. */
export const PlanRow = ({ row, decided, role, onDecide }: PlanRowProps) => {
  const { t } = useTranslation()
  const { icon: Icon, tone } = lookOf(row)
  const name = [row.row.firstName, row.row.lastName].filter((part) => part !== null).join(' ')
  const email = row.row.email ?? row.row.sourceId ?? ''
  return (
    <div className="grid h-full grid-cols-[16px_minmax(0,1fr)_minmax(0,1.8fr)] items-center gap-3 px-5">
      <Icon aria-hidden className={classes('size-3.5', tone)} />
      <div className="min-w-0 select-text">
        <p className="truncate font-medium" dir="auto" title={inertLine(email)}>
          {inertLine(email)}
        </p>
        {/* The line tells rows of one address apart, so it is the name that gives way. */}
        <p className="flex text-xs text-muted tabular-nums">
          {name !== '' && (
            <span className="truncate text-left" dir="auto" title={inertLine(name)}>
              {inertLine(name)}
            </span>
          )}
          {row.row.line !== null && (
            <span className="shrink-0 whitespace-pre">
              {name === '' ? '' : ' · '}
              {t('import.line', { line: row.row.line })}
            </span>
          )}
        </p>
      </div>
      <div className="flex min-w-0 items-center gap-3">
        <div className="min-w-0 flex-1">
          <What row={row} role={role} />
        </div>
        {onDecide !== null &&
          (row.kind === 'decision' ? (
            <Decision row={row} name={inertLine(email)} onDecide={onDecide} />
          ) : (
            decided && (
              <Button
                size="small"
                look="quiet"
                aria-label={t('import.reopenOf', { name: inertLine(email) })}
                onClick={(event) => isMeant(event) && onDecide(row.key, { is: 'open' })}
              >
                {t('import.reopen')}
              </Button>
            )
          ))}
      </div>
    </div>
  )
}

const What = ({ row, role }: Pick<PlanRowProps, 'row' | 'role'>) => {
  const { t } = useTranslation()
  if (row.phase === 'failed' && row.problem !== null) {
    // Whom it is about stands beside it; the room is the portal's own words'.
    const known = row.problem.about === row.row.email
    const { title, detail } = failureWords(known ? { ...row.problem, about: '' } : row.problem, t)
    const words = detail === null ? title : `${title}. ${detail}`
    return (
      <p className="line-clamp-2 text-xs text-bad select-text" title={words}>
        {words}
      </p>
    )
  }
  if (row.outcome !== null)
    return <p className="truncate text-muted">{t(`import.outcomes.${row.outcome}`)}</p>
  if (row.phase === 'sending') return <p className="truncate text-muted">{t('import.sending')}</p>
  if (row.kind === 'new') {
    return (
      <p className="truncate text-good">
        {t('import.addAs', { role: roleWords(row.row.role ?? role, t) })}
        {row.row.groups.length > 0 && (
          <span className="text-muted"> · {row.row.groups.map(inertLine).join(', ')}</span>
        )}
      </p>
    )
  }
  if (row.kind === 'decision' || row.kind === 'skipped') {
    const words = row.reason === null ? '' : reasonWords(row.reason, t)
    return (
      <p
        className={classes('line-clamp-2', row.kind === 'decision' ? 'text-xs text-warn' : 'text-muted')}
        title={words}
      >
        {words}
      </p>
    )
  }
  const words = differenceWords(row, t)
  return (
    <p className="line-clamp-2 text-xs select-text" title={words.join('\n')}>
      {row.changes.map(({ field, from, to }) => (
        <span key={field} className="mr-2">
          <span className="text-muted">{t(`import.fields.${field}`)} </span>
          <del className="text-muted">{from === null ? t('import.nothing') : inertLine(from)}</del>
          {' → '}
          <ins className="font-medium text-text no-underline">{inertLine(to)}</ins>
        </span>
      ))}
      {row.kept.map(({ field, from, to }) => (
        <span key={field} className="mr-2 text-muted">
          {t(`import.fields.${field}`)}{' '}
          {t('import.keeps', { from: inertLine(from ?? ''), to: inertLine(to) })}
        </span>
      ))}
      {words.length === 0 && <span className="text-muted">{t('import.noChange')}</span>}
    </p>
  )
}

const differenceWords = ({ changes, kept }: ImportRowView, t: TFunction): readonly string[] => [
  ...changes.map(
    ({ field, from, to }) =>
      `${t(`import.fields.${field}`)}: ${from === null ? t('import.nothing') : inertLine(from)} → ${inertLine(to)}`,
  ),
  ...kept.map(
    ({ field, from, to }) =>
      `${t(`import.fields.${field}`)} ${t('import.keeps', { from: inertLine(from ?? ''), to: inertLine(to) })}`,
  ),
]

/** The second click of a double click would decide about the row that has moved up meanwhile. */
const isMeant = ({ detail }: MouseEvent): boolean => detail < 2

type DecisionProps = {
  readonly row: ImportRowView
  readonly name: string
  readonly onDecide: OpenImport['decide']
}

const Decision = ({ row, name, onDecide }: DecisionProps) => {
  const { t } = useTranslation()
  const { key, reason, candidates } = row
  const isTwice = reason === 'same-person-twice'
  return (
    <div className="flex shrink-0 items-center gap-1.5">
      {isTwice ? (
        <Button
          size="small"
          aria-label={t('import.keepOf', {
            name: row.row.line === null ? name : `${name}, ${t('import.line', { line: row.row.line })}`,
          })}
          onClick={(event) => isMeant(event) && onDecide(key, { is: 'keep' })}
        >
          {t('import.keep')}
        </Button>
      ) : (
        <select
          aria-label={`${t('import.is')}: ${name}`}
          value=""
          onChange={(event) => {
            const chosen = candidates.find(({ id }) => id === event.target.value)
            if (event.target.value === 'new') onDecide(key, { is: 'new' })
            else if (chosen !== undefined) onDecide(key, { is: 'person', userId: chosen.id })
          }}
          className="h-6 w-40 rounded-md border border-field-line bg-panel px-1.5 text-xs hover:border-muted"
        >
          <option value="">{t('import.isWho')}</option>
          {candidates.map((person) => (
            <option key={person.id} value={person.id}>
              {`${inertLine(person.name)} · ${inertLine(person.email)}`}
            </option>
          ))}
          {reason === 'person-gone' && <option value="new">{t('import.asNew')}</option>}
        </select>
      )}
      <Button
        size="small"
        look="quiet"
        aria-label={t('import.leaveOf', {
          name: row.row.line === null ? name : `${name}, ${t('import.line', { line: row.row.line })}`,
        })}
        onClick={(event) => isMeant(event) && onDecide(key, { is: 'skip' })}
      >
        {t('import.leave')}
      </Button>
    </div>
  )
}

type Look = { readonly icon: LucideIcon; readonly tone: string }

const lookOf = (row: ImportRowView): Look => {
  if (row.phase === 'failed') return { icon: CircleAlert, tone: 'text-bad' }
  if (row.phase === 'done') return { icon: Check, tone: 'text-good' }
  if (row.phase === 'sending') return { icon: LoaderCircle, tone: 'text-accent-text' }
  return looks[row.kind]
}

const looks: Readonly<Record<ImportRowView['kind'], Look>> = {
  new: { icon: Plus, tone: 'text-good' },
  changed: { icon: PencilLine, tone: 'text-accent-text' },
  same: { icon: Equal, tone: 'text-faint' },
  decision: { icon: Split, tone: 'text-warn' },
  skipped: { icon: CircleMinus, tone: 'text-faint' },
}
