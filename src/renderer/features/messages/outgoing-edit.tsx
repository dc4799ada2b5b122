import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutboxId } from '../../../core/outbox/outgoing.ts'
import { Button } from '../../ui/button.tsx'
import type { Edits } from './use-edits.ts'

type OutgoingEditProps = { readonly id: OutboxId; readonly text: string; readonly edits: Edits }

/** Changes the text of a message that was not accepted yet; meanwhile it is held back (O1.17). */
export const OutgoingEdit = ({ id, text, edits }: OutgoingEditProps) => {
  const { t } = useTranslation()
  const field = useRef<HTMLTextAreaElement>(null)
  const { takesFocus } = edits
  useEffect(() => {
    if (takesFocus(id)) field.current?.focus()
  }, [id, takesFocus])
  return (
    <form
      className="mt-1 flex flex-col gap-1.5"
      onSubmit={(event) => {
        event.preventDefault()
        edits.save(id)
      }}
    >
      <textarea
        ref={field}
        aria-label={t('outgoing.text')}
        value={text}
        maxLength={20_000}
        dir="auto"
        onChange={(event) => edits.change(id, event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Escape') edits.cancel(id)
          if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
            event.preventDefault()
            edits.save(id)
          }
        }}
        className="block field-sizing-content max-h-[34vh] min-h-[44px] w-full resize-none rounded-lg border border-field-line bg-bg px-2.5 py-1.5 text-text outline-none select-text focus:border-accent focus:shadow-[0_0_0_1px_var(--accent)]"
      />
      <div className="flex gap-1.5">
        <Button size="small" look="primary" type="submit" disabled={text.trim() === ''}>
          {t('common.save')}
        </Button>
        <Button size="small" onClick={() => edits.cancel(id)}>
          {t('common.cancel')}
        </Button>
      </div>
    </form>
  )
}
