import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutgoingView } from '../../../core/outbox/outgoing.ts'
import { usePortal } from '../../app/context.ts'
import { say, sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { Button } from '../../ui/button.tsx'

const renewMs = 60_000

/** Changes the text of a message that was not accepted yet; meanwhile it is held back (O1.17). */
export const OutgoingEdit = ({
  row,
  onClose,
}: {
  readonly row: OutgoingView
  readonly onClose: () => void
}) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const [text, setText] = useState(row.content)
  const field = useRef<HTMLTextAreaElement>(null)
  const { id: outboxId } = row
  useEffect(() => {
    const hold = (held: boolean): void => void settle(foyer()['messages.hold']({ portalId, outboxId, held }))
    hold(true)
    const timer = setInterval(() => hold(true), renewMs)
    field.current?.focus()
    return () => {
      clearInterval(timer)
      hold(false)
    }
  }, [portalId, outboxId])
  const save = async (): Promise<void> => {
    if (text.trim() === '') return
    const answer = await settle(foyer()['messages.edit']({ portalId, outboxId, content: text.trim() }))
    if (answer.ok) onClose()
    else if (answer.error.code === 'not-found') say(t('outgoing.tooLate'))
    else sayFailure(answer.error)
  }
  return (
    <form
      className="mt-1 flex flex-col gap-1.5"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <textarea
        ref={field}
        aria-label={t('outgoing.text')}
        value={text}
        maxLength={20_000}
        dir="auto"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Escape') onClose()
          if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
            event.preventDefault()
            void save()
          }
        }}
        className="block field-sizing-content max-h-[34vh] min-h-[44px] w-full resize-none rounded-lg border border-field-line bg-bg px-2.5 py-1.5 text-text outline-none select-text focus:border-accent focus:shadow-[0_0_0_1px_var(--accent)]"
      />
      <div className="flex gap-1.5">
        <Button size="small" look="primary" type="submit" disabled={text.trim() === ''}>
          {t('common.save')}
        </Button>
        <Button size="small" onClick={onClose}>
          {t('common.cancel')}
        </Button>
      </div>
    </form>
  )
}
