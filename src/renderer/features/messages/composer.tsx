import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SpaceDetail, SpaceId } from '../../../core/space.ts'
import { usePortal } from '../../app/context.ts'
import { composerId, focusSpaceList } from '../../app/focus.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { Button } from '../../ui/button.tsx'
import type { Draft } from './use-draft.ts'

type ComposerProps = {
  readonly spaceId: SpaceId
  readonly name: string
  readonly detail: SpaceDetail | undefined
  readonly draft: Draft
}

const longest = 20_000

/** Always there. Enter sends, Shift+Enter starts a new line; while an input method composes, Enter is its own. */
export const Composer = ({ spaceId, name, detail, draft }: ComposerProps) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const [busy, setBusy] = useState(false)
  const tooLong = draft.text.length - longest
  const sendable = draft.text.trim() !== '' && tooLong <= 0 && !busy

  const send = async (): Promise<void> => {
    if (!sendable) return
    const content = draft.text.trim()
    setBusy(true)
    draft.clear()
    const answer = await settle(foyer()['messages.send']({ portalId, spaceId, content }))
    setBusy(false)
    if (answer.ok) return
    draft.giveBack(content)
    sayFailure(answer.error)
  }

  return (
    <div className="mx-5 mb-4 shrink-0 rounded-[10px] border border-line-strong bg-bg focus-within:border-accent focus-within:shadow-[0_0_0_1px_var(--accent)]">
      <textarea
        id={composerId}
        aria-label={t('messages.composer')}
        placeholder={t('messages.placeholder', { name })}
        rows={1}
        dir="auto"
        value={draft.text}
        onChange={(event) => draft.change(event.target.value)}
        onBlur={draft.flush}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
            event.preventDefault()
            void send()
          }
          if (event.key === 'Escape') focusSpaceList()
        }}
        className="block field-sizing-content max-h-[34vh] min-h-[44px] w-full resize-none bg-transparent px-3 pt-2.5 pb-1 text-text outline-none select-text"
      />
      <div className="flex items-center gap-3 py-2 pr-2 pl-3 text-xs text-muted">
        <span className={tooLong > 0 ? 'font-medium text-bad' : 'min-w-0 truncate'}>
          {tooLong > 0 ? t('messages.tooLong', { count: tooLong }) : <Audience detail={detail} />}
        </span>
        <Button
          look="primary"
          className="ml-auto"
          title={t('messages.sendHint')}
          disabled={!sendable}
          onClick={() => void send()}
        >
          {t('messages.send')}
        </Button>
      </div>
    </div>
  )
}

const Audience = ({ detail }: { readonly detail: SpaceDetail | undefined }) => {
  const { t } = useTranslation()
  if (detail === undefined) return null
  const people = t('messages.audience', { count: detail.memberCount })
  return detail.clientCount === 0
    ? t('messages.audienceStaff', { people })
    : t('messages.audienceClients', { people, count: detail.clientCount })
}
