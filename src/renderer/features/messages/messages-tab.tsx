import { MessageSquareDashed } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessageId } from '../../../core/message.ts'
import type { SpaceDetail, SpaceId } from '../../../core/space.ts'
import { usePortal } from '../../app/context.ts'
import { focusComposer } from '../../app/focus.ts'
import { usePlace } from '../../app/place.ts'
import { foyer } from '../../lib/foyer.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureState } from '../../ui/failure-state.tsx'
import { ListSkeleton } from '../../ui/list-skeleton.tsx'
import { Composer } from './composer.tsx'
import { RemovalNotes } from './removal-notes.tsx'
import { Timeline } from './timeline.tsx'
import { useDraft } from './use-draft.ts'
import { useEdits } from './use-edits.ts'
import { useMarkRead } from './use-mark-read.ts'
import { useRemovals } from './use-removals.ts'
import { useTimeline } from './use-timeline.ts'
import { firstUnread, timelineItems } from './view.ts'

type MessagesTabProps = {
  readonly spaceId: SpaceId
  readonly name: string
  readonly detail: SpaceDetail | undefined
  readonly unread: number
}

export const MessagesTab = ({ spaceId, name, detail, unread }: MessagesTabProps) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const jump = usePlace((place) => (place.jump?.kind === 'message' ? place.jump.messageId : null))
  const timeline = useTimeline(portalId, spaceId, jump)
  const draft = useDraft(portalId, spaceId)
  const [atEnd, setAtEnd] = useState(false)

  // "New" stays where it was when the space was opened: a line that moves while one reads helps nobody.
  const unreadAtOpening = useRef(unread)
  const [firstNew, setFirstNew] = useState<MessageId | null | undefined>(undefined)
  const removing = useRemovals(portalId, spaceId)
  const { without } = removing
  const held = timeline.page?.messages
  const messages = useMemo(() => (held === undefined ? undefined : without(held)), [held, without])
  if (firstNew === undefined && messages !== undefined) {
    setFirstNew(firstUnread(messages, unreadAtOpening.current))
  }

  const items = useMemo(
    () =>
      messages === undefined
        ? []
        : timelineItems(
            messages,
            // What is still to be sent stands after the newest message, so not below some other one.
            timeline.atNewest ? timeline.outgoing : [],
            firstNew ?? null,
            timeline.page?.gaps,
          ),
    [messages, timeline.outgoing, timeline.atNewest, firstNew, timeline.page?.gaps],
  )
  const edits = useEdits(portalId, spaceId, messages === undefined ? undefined : timeline.outgoing, draft)
  const newestAt = messages?.at(-1)?.at ?? null
  useMarkRead(portalId, spaceId, newestAt, atEnd && timeline.atNewest, unread)

  return (
    <>
      {messages === undefined ? (
        timeline.failure === undefined ? (
          <ListSkeleton />
        ) : (
          <FailureState failure={timeline.failure} onRetry={timeline.reload} />
        )
      ) : messages.length === 0 && timeline.outgoing.length === 0 ? (
        <div role="log" aria-label={t('messages.log')} className="flex min-h-0 flex-1">
          <EmptyState
            icon={<MessageSquareDashed />}
            title={t('messages.emptyTitle')}
            text={t('messages.emptyText')}
          />
        </div>
      ) : (
        <Timeline
          timeline={timeline}
          items={items}
          spaceName={name}
          jumpTo={jump}
          onAtEnd={setAtEnd}
          edits={edits}
          onReturn={(content, as) => {
            if (as === 'draft') draft.change(content)
            else draft.giveBack(content)
            focusComposer()
          }}
          onRemove={removing.remove}
          onLook={() => void foyer()['portals.refresh']({ portalId })}
        />
      )}
      <RemovalNotes removals={removing.told} onUndo={removing.undo} />
      <Composer
        spaceId={spaceId}
        name={name}
        detail={detail}
        draft={draft}
        onSent={() => {
          // Written from far up in the history: what was sent is seen where it stands.
          if (!timeline.atNewest) timeline.reload()
        }}
      />
    </>
  )
}
