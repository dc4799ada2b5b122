import { CircleAlert, CircleDashed } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { MessageId } from '../../../core/message.ts'
import type { RemovalView } from '../../../core/outbox/removal.ts'
import { usePortal } from '../../app/context.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { failureWords } from '../../lib/failure-words.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { Button } from '../../ui/button.tsx'

type RemovalNotesProps = {
  readonly removals: readonly RemovalView[]
  readonly onUndo: (id: MessageId) => Promise<void>
}

/** Deletions that did not simply happen: what they wait for or why they were refused, and what one can do. */
export const RemovalNotes = ({ removals, onUndo }: RemovalNotesProps) => {
  const { t } = useTranslation()
  return removals.length === 0 ? null : (
    <ul
      aria-label={t('removal.list')}
      className="max-h-40 shrink-0 overflow-y-auto border-t border-line px-5 py-1.5"
    >
      {removals.map((removal) => (
        <li key={removal.id} className="py-0.5">
          <Note removal={removal} onUndo={onUndo} />
        </li>
      ))}
    </ul>
  )
}

type NoteProps = { readonly removal: RemovalView; readonly onUndo: RemovalNotesProps['onUndo'] }

const Note = ({ removal, onUndo }: NoteProps) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const { id: messageId, state, problem } = removal
  const words = problem === null ? null : failureWords(problem, t)
  const refused = state === 'refused'
  const resolve = async (action: 'again' | 'leave'): Promise<void> => {
    const answer = await settle(foyer()['messages.resolveRemoval']({ portalId, messageId, action }))
    if (!answer.ok && answer.error.code !== 'not-found') sayFailure(answer.error)
  }
  return (
    <div role="status">
      <div
        className={`flex min-h-6 items-center gap-2 text-xs [&>svg]:size-3.5 [&>svg]:shrink-0 ${refused ? 'text-bad' : 'text-warn'}`}
      >
        {refused ? <CircleAlert aria-hidden /> : <CircleDashed aria-hidden />}
        <span className="shrink-0 font-semibold">
          {refused ? t('removal.refused') : t('removal.waiting')}
        </span>
        <span className="min-w-0 flex-1 truncate text-muted">“{inertLine(removal.beginning)}”</span>
        {refused ? (
          <>
            <Button size="small" onClick={() => void resolve('again')}>
              {t('removal.again')}
            </Button>
            <Button size="small" look="quiet" onClick={() => void resolve('leave')}>
              {t('removal.leave')}
            </Button>
          </>
        ) : (
          removal.undoable && (
            <Button size="small" onClick={() => void onUndo(messageId)}>
              {t('removal.undo')}
            </Button>
          )
        )}
      </div>
      {words !== null && (
        <p className="pl-[22px] text-xs text-muted">
          {words.title}. {refused ? words.next : t('removal.byItself')} {words.detail}
        </p>
      )}
    </div>
  )
}
