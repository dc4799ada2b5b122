import { Check, CircleAlert, CircleDashed, CircleSlash, LoaderCircle } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../../../core/failure.ts'
import type { SetupId, SetupRow, SetupView } from '../../../core/people/space-template.ts'
import { usePortal } from '../../app/context.ts'
import { openSpace } from '../../app/place.ts'
import { say, sayFailure } from '../../app/toast-store.ts'
import { failureWords } from '../../lib/failure-words.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { percent } from '../../lib/quantities.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/notice.tsx'
import { Progress } from '../../ui/progress.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { leftOutWords } from './view.ts'

type SetupSheetProps = {
  readonly setupId: SetupId
  /** The space is opened when it is ready. */
  readonly open: boolean
  readonly onClose: () => void
  /** Back from a dry run, with nothing made. */
  readonly onBack?: () => void
  /** The portal refused the space that was to be opened; nothing was made. */
  readonly onRefused?: (problem: Failure) => void
}

const rowHeight = 58
const nothing = (): void => undefined

/** Spaces to be set up, one a row: the dry run, its way, and what became of each. */
export const SetupSheet = ({ setupId, open, onClose, onBack, onRefused }: SetupSheetProps) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const [busy, setBusy] = useState(false)
  const read = useQuery(`setup ${setupId}`, () => foyer()['setups.get']({ portalId, setupId }), {
    portalId,
    topics: ['setups'],
  })
  const setup = read.value
  const ready = open && setup?.state === 'done' ? setup.rows.find(({ phase }) => phase === 'done') : undefined
  useEffect(() => {
    if (ready?.spaceId == null) return
    say(t('spaceForm.made', { name: inertLine(ready.name) }))
    onClose()
    openSpace(ready.spaceId, ready.message.trim() === '' ? 'files' : 'messages')
  }, [ready, onClose, t])

  const refused = open && setup?.state === 'done' ? setup.rows.find(isRefused)?.problem : undefined
  useEffect(() => {
    if (refused != null) onRefused?.(refused)
  }, [refused, onRefused])

  const run = async (what: 'start' | 'pause'): Promise<void> => {
    setBusy(true)
    const call = what === 'start' ? foyer()['setups.start'] : foyer()['setups.pause']
    const answer = await settle(call({ portalId, setupId }))
    setBusy(false)
    if (!answer.ok) sayFailure(answer.error)
    read.reload()
  }
  const label = t('setup.rows')
  return (
    <Dialog label={label} width="wider" begin="dialog" onClose={onClose}>
      <header className="flex shrink-0 flex-col gap-2 px-6 pt-5 pb-3">
        <h2 className="truncate text-[15px] title-tight">{inertLine(setup?.title ?? label)}</h2>
        {setup !== undefined && <Standing setup={setup} />}
      </header>
      <div className="flex min-h-0 flex-col gap-3 px-3 pb-3">
        {read.failure !== undefined && setup === undefined && <FailureNotice failure={read.failure} />}
        {setup?.problem != null && <FailureNotice failure={setup.problem} />}
        {setup !== undefined && (
          <div
            className="flex max-h-[46vh] min-h-0 flex-col"
            style={{ height: setup.rows.length * rowHeight + 4 }}
          >
            <VirtualList
              label={label}
              count={setup.rows.length}
              rowHeight={rowHeight}
              focusable
              onShow={nothing}
              className="min-h-0 flex-1"
            >
              {(index) => {
                const row = setup.rows[index]
                return row === undefined ? null : <Row row={row} onClose={onClose} />
              }}
            </VirtualList>
          </div>
        )}
      </div>
      <footer className="flex shrink-0 justify-end gap-2 border-t border-line px-6 py-3">
        {setup?.state === 'plan' && onBack !== undefined && (
          <Button onClick={onBack}>{t('setup.back')}</Button>
        )}
        {setup?.state === 'running' && (
          <Button disabled={busy} onClick={() => void run('pause')}>
            {t('setup.pause')}
          </Button>
        )}
        {setup !== undefined && <Go setup={setup} busy={busy} onGo={() => void run('start')} />}
        <Button onClick={onClose}>{t('common.close')}</Button>
      </footer>
    </Dialog>
  )
}

const isRefused = ({ phase, spaceId }: SetupRow): boolean => phase === 'failed' && spaceId === null

const Standing = ({ setup }: { readonly setup: SetupView }) => {
  const { t } = useTranslation()
  const { counts, state } = setup
  const total = setup.rows.length - counts['left-out']
  const left = counts['left-out'] > 0 && t('setup.left', { count: counts['left-out'] })
  if (state === 'plan') {
    return (
      <p role="status" className="text-muted tabular-nums">
        {t('setup.willMake', { count: total })}
        {left !== false && ` · ${left}`}
      </p>
    )
  }
  const text = t('setup.progress', { done: counts.done, total })
  return (
    <>
      <p role="status" className="text-muted tabular-nums">
        {state === 'done' && counts.failed === 0
          ? t('setup.done')
          : state === 'running'
            ? t('setup.running')
            : t('setup.paused')}
        {' · '}
        {text}
      </p>
      <Progress label={t('setup.rows')} value={percent(counts.done, total)} text={text} />
    </>
  )
}

type GoProps = { readonly setup: SetupView; readonly busy: boolean; readonly onGo: () => void }

const Go = ({ setup, busy, onGo }: GoProps) => {
  const { t } = useTranslation()
  const { state, counts } = setup
  if (state === 'running' || (state === 'done' && counts.failed === 0)) return null
  return (
    <Button look="primary" disabled={busy || (state === 'plan' && counts.planned === 0)} onClick={onGo}>
      {state === 'plan'
        ? t('setup.start', { count: counts.planned })
        : state === 'paused'
          ? t('setup.resume')
          : t('setup.retry')}
    </Button>
  )
}

const icons = {
  'left-out': <CircleSlash aria-hidden className="text-warn" />,
  planned: <CircleDashed aria-hidden className="text-faint" />,
  making: <LoaderCircle aria-hidden className="text-accent-text" />,
  filling: <LoaderCircle aria-hidden className="text-accent-text" />,
  done: <Check aria-hidden className="text-good" />,
  failed: <CircleAlert aria-hidden className="text-bad" />,
} as const

const Row = ({ row, onClose }: { readonly row: SetupRow; readonly onClose: () => void }) => {
  const { t } = useTranslation()
  const { spaceId } = row
  const words = row.problem === null ? null : failureWords(row.problem, t)
  // What will be made is shown in full before it is; afterwards it is there to be opened.
  const message = row.message.trim()
  const parts = [
    row.folders.map((names) => names.join('/')).join(', '),
    message === '' ? '' : t('setup.message', { text: inertLine(message) }),
  ].filter((part) => part !== '')
  const why =
    row.leftOut !== null
      ? leftOutWords(row, t)
      : words !== null
        ? [words.title, words.detail ?? ''].join(' ')
        : parts.length === 0
          ? t('setup.noMessage')
          : inertLine(parts.join(' · '))
  const tone = row.leftOut !== null ? 'text-warn' : row.problem === null ? 'text-muted' : 'text-bad'
  return (
    <div className="grid h-full grid-cols-[18px_minmax(0,1fr)_auto] items-center gap-2.5 px-3 [&>svg]:size-4">
      {icons[row.phase]}
      <div className="min-w-0 select-text">
        <p className="truncate text-left font-medium" dir="auto">
          {inertLine(row.name)}
        </p>
        <p className={`truncate text-xs ${tone}`} title={why}>
          {why}
        </p>
      </div>
      {spaceId !== null && row.phase === 'done' ? (
        <Button
          size="small"
          onClick={() => {
            onClose()
            openSpace(spaceId)
          }}
        >
          {t('setup.openSpace')}
        </Button>
      ) : (
        <span className="text-xs text-faint tabular-nums">
          {row.phase === 'planned'
            ? t('setup.members', { count: row.users.length + row.groups.length })
            : t(`setup.phases.${row.phase}`)}
        </span>
      )}
    </div>
  )
}
