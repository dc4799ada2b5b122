import {
  AlarmClock,
  AlarmClockOff,
  Braces,
  Check,
  Ellipsis,
  Eye,
  FileText,
  FolderDown,
  FolderOutput,
  MailOpen,
  Pencil,
  Pin,
  PinOff,
  RefreshCw,
  Trash2,
  X,
} from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { MemberView, SpaceDetail, SpaceId, SpaceSummary } from '../../../core/space.ts'
import { usePortal } from '../../app/context.ts'
import { closeSpace, openTab, type Tab } from '../../app/place.ts'
import { say, sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { useNow } from '../../lib/use-now.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { IconButton } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { DownloadSheet } from '../files/download-sheet.tsx'
import { wholeSpace } from '../files/start-download.ts'
import { actOn } from '../inbox/actions.ts'
import { chooseSnooze } from '../inbox/inbox-store.ts'
import { ageWords } from '../inbox/view.ts'
import { openSheet } from '../people/sheets.ts'
import { ExportSpace } from './export-space.tsx'
import { Freshness } from './freshness.tsx'

type SpaceHeaderProps = {
  readonly spaceId: SpaceId
  readonly name: string
  readonly detail: SpaceDetail | undefined
  readonly summary: SpaceSummary | undefined
  readonly tab: Tab
  readonly children: ReactNode
}

export const SpaceHeader = ({ spaceId, name, detail, summary, tab, children }: SpaceHeaderProps) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const now = useNow()
  const [asking, setAsking] = useState<'download' | 'export' | null>(null)
  const waiting = detail?.waiting ?? null
  const run = async (call: Promise<Awaited<ReturnType<ReturnType<typeof foyer>['portals.refresh']>>>) => {
    const answer = await settle(call)
    if (!answer.ok) sayFailure(answer.error)
  }
  const exportThread = async (format: 'html' | 'json'): Promise<void> => {
    const answer = await settle(foyer()['messages.export']({ portalId, spaceId, format }))
    if (!answer.ok) sayFailure(answer.error)
    else if (answer.value.saved) say(t('thread.saved'))
  }
  return (
    <header className="@container shrink-0 border-b border-line px-5">
      <div className="flex h-12 items-center gap-2.5">
        <h2 className="min-w-0 truncate text-left text-lg title-tight select-text" dir="auto" title={name}>
          {name}
        </h2>
        {detail !== undefined && <MemberStack members={detail.members} count={detail.memberCount} />}
        {/* The name has the room first: what does not fit beside it wraps out of sight as a whole. */}
        <div className="flex h-5 min-w-0 flex-1 flex-wrap overflow-clip">
          <span className="h-5 w-0" />
          {waiting !== null && (
            <span
              className={`text-xs leading-5 font-medium whitespace-nowrap ${waiting.on === 'us' ? 'text-warn' : 'text-faint'}`}
            >
              {waiting.on === 'us'
                ? t('space.waitingOnUs', { age: ageWords(waiting.since, now, t) })
                : t('space.waitingOnClient', { age: ageWords(waiting.since, now, t) })}
            </span>
          )}
        </div>
        <div className="flex shrink-0 items-center gap-0.5">
          {detail !== undefined && (
            <Freshness asOf={tab === 'files' ? detail.filesAsOf : detail.messagesAsOf} />
          )}
          <IconButton
            label={t('space.refresh')}
            onClick={() => void run(foyer()['portals.refresh']({ portalId }))}
          >
            <RefreshCw aria-hidden className="size-3.5!" />
          </IconButton>
          <PlaceButtons spaceId={spaceId} summary={summary} />
          <Menu
            trigger={
              <IconButton label={t('space.menu')}>
                <Ellipsis aria-hidden />
              </IconButton>
            }
            items={[
              {
                label: t('space.markUnread'),
                icon: <MailOpen aria-hidden />,
                onSelect: () => void actOn(portalId, [spaceId], { kind: 'unread' }),
              },
              {
                label: t('download.everything'),
                icon: <FolderDown aria-hidden />,
                onSelect: () => setAsking('download'),
              },
              {
                label: t('export.menu'),
                icon: <FolderOutput aria-hidden />,
                onSelect: () => setAsking('export'),
              },
              {
                label: t('thread.html'),
                icon: <FileText aria-hidden />,
                onSelect: () => void exportThread('html'),
              },
              {
                label: t('thread.json'),
                icon: <Braces aria-hidden />,
                onSelect: () => void exportThread('json'),
              },
              {
                label: t('access.menu'),
                icon: <Eye aria-hidden />,
                onSelect: () => openSheet({ kind: 'viewers', spaceId, of: 'space', name }),
              },
              {
                label: t('spaceForm.menu'),
                icon: <Pencil aria-hidden />,
                onSelect: () => openSheet({ kind: 'space', spaceId, users: [] }),
              },
              {
                label: t('spaceForm.deleteMenu'),
                icon: <Trash2 aria-hidden />,
                onSelect: () => openSheet({ kind: 'remove', what: { kind: 'space', id: spaceId }, name }),
              },
              { label: t('space.close'), icon: <X aria-hidden />, onSelect: closeSpace },
            ]}
          />
        </div>
      </div>
      {children}
      {asking === 'download' && (
        <DownloadSheet asked={wholeSpace(portalId, spaceId, name, t)} onClose={() => setAsking(null)} />
      )}
      {asking === 'export' && <ExportSpace spaceId={spaceId} name={name} onClose={() => setAsking(null)} />}
    </header>
  )
}

type PlaceButtonsProps = { readonly spaceId: SpaceId; readonly summary: SpaceSummary | undefined }

/** Done, snooze and pin, or their opposites; keys E, H and P. */
const PlaceButtons = ({ spaceId, summary }: PlaceButtonsProps) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  if (summary === undefined) return null
  const { standing, pinned } = summary
  const act = (kind: 'done' | 'reopen' | 'wake' | 'pin' | 'unpin') => () =>
    void actOn(portalId, [spaceId], { kind })
  return (
    <>
      <IconButton
        label={pinned ? t('inboxMore.unpin') : t('inboxMore.pin')}
        onClick={act(pinned ? 'unpin' : 'pin')}
      >
        {pinned ? <PinOff aria-hidden className="size-3.5!" /> : <Pin aria-hidden className="size-3.5!" />}
      </IconButton>
      {standing === 'snoozed' ? (
        <IconButton label={t('inboxMore.wake')} onClick={act('wake')}>
          <AlarmClockOff aria-hidden />
        </IconButton>
      ) : (
        <IconButton label={t('inboxMore.snoozeMenu')} onClick={() => chooseSnooze([spaceId])}>
          <AlarmClock aria-hidden />
        </IconButton>
      )}
      <IconButton
        label={standing === 'done' ? t('inboxMore.reopen') : t('inboxMore.done')}
        onClick={act(standing === 'done' ? 'reopen' : 'done')}
      >
        <Check aria-hidden className={standing === 'done' ? 'text-accent-text' : ''} />
      </IconButton>
    </>
  )
}

const faces = 3

const MemberStack = ({
  members,
  count,
}: {
  readonly members: readonly MemberView[]
  readonly count: number
}) => {
  const { t } = useTranslation()
  const rest = count - Math.min(faces, members.length)
  return (
    <button
      type="button"
      aria-label={t('space.members', { count })}
      onClick={() => openTab('people')}
      className="hidden shrink-0 rounded-full pl-[3px] @[620px]:flex"
    >
      {members.slice(0, faces).map((member) => (
        <Avatar
          key={member.id}
          name={member.name}
          id={member.id}
          size="tiny"
          className="-ml-[3px] shadow-[0_0_0_1.5px_var(--panel)]"
        />
      ))}
      {rest > 0 && (
        <span
          aria-hidden
          className="-ml-[3px] grid h-[22px] min-w-[22px] place-items-center rounded-full bg-chip px-1 text-[9px] font-semibold text-muted shadow-[0_0_0_1.5px_var(--panel)] tabular-nums"
        >
          +{rest}
        </span>
      )}
    </button>
  )
}
