import { Command } from 'cmdk'
import {
  AlarmClock,
  ArrowDownUp,
  Check,
  Files,
  Inbox,
  Keyboard,
  Lock,
  LayoutGrid,
  LayoutTemplate,
  Mail,
  MailOpen,
  Megaphone,
  MessageSquare,
  Monitor,
  Moon,
  Pin,
  PinOff,
  Plus,
  RefreshCw,
  Rows2,
  Rows4,
  Search,
  Settings,
  Split,
  Sun,
  Undo2,
  UserPlus,
  UserRoundPlus,
  UsersRound,
  type LucideIcon,
} from 'lucide-react'
import type { TFunction } from 'i18next'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { actOn, targets, undoAction, writeToMany } from '../features/inbox/actions.ts'
import { chooseSnooze } from '../features/inbox/inbox-store.ts'
import { openSheet, showPart } from '../features/people/sheets.ts'
import { changeSettings } from '../features/settings/change-settings.ts'
import { foyer, settle } from '../lib/foyer.ts'
import { inertLine } from '../lib/inert-text.ts'
import { shortcut } from '../lib/platform.ts'
import { useQuery } from '../lib/use-query.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { usePortal, usePortals } from './context.ts'
import { focusSearch } from './focus.ts'
import { lockNow } from './lock-now.ts'
import { goTo, goToPortal, openOverlay, openSpace, openTab, usePlace } from './place.ts'
import { sayFailure } from './toast-store.ts'

type Action = {
  readonly id: string
  readonly label: string
  readonly icon: LucideIcon
  readonly keys?: string
  readonly run: () => void
}

/** Go to any space or do anything, without the pointer. */
export const Palette = () => {
  const { t } = useTranslation()
  const portal = usePortal()
  const spaces = useQuery(`spaces ${portal.id}`, () => foyer()['spaces.list']({ portalId: portal.id }))
  const { go, act } = useActions()
  // The dialog would begin at its first element that takes the focus, which is the list around the input.
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.focus(), [])
  const close = (): void => openOverlay(null)
  const run = (action: () => void): void => {
    close()
    action()
  }
  return (
    <Dialog label={t('palette.label')} width="wide" place="top" onClose={close}>
      <Command label={t('palette.label')} loop className="flex min-h-0 flex-col">
        <div className="flex h-12 shrink-0 items-center gap-2.5 border-b border-line px-4">
          <Search aria-hidden className="size-4 shrink-0 text-faint" />
          <Command.Input
            ref={input}
            aria-label={t('palette.label')}
            placeholder={t('palette.placeholder')}
            className="h-full min-w-0 flex-1 bg-transparent text-md outline-none select-text"
          />
        </div>
        <Command.List
          aria-label={t('palette.label')}
          className="max-h-[min(420px,56vh)] overflow-y-auto p-1.5 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:font-semibold [&_[cmdk-group-heading]]:text-faint"
        >
          <Command.Empty className="px-3 py-6 text-center text-muted">
            {/* That no space is called so is known once they were read. */}
            {spaces.value === undefined && spaces.failure === undefined
              ? t('common.loading')
              : t('palette.none')}
          </Command.Empty>
          <Command.Group heading={t('palette.go')}>
            {go.map((action) => (
              <ActionRow key={action.id} action={action} onRun={run} />
            ))}
          </Command.Group>
          <Command.Group heading={spaces.value === undefined ? undefined : t('palette.spaces')}>
            {(spaces.value ?? []).map((space) => (
              <Command.Item
                key={space.id}
                value={`space ${space.id}`}
                keywords={[inertLine(space.name)]}
                onSelect={() => run(() => openSpace(space.id))}
                className={row}
              >
                <Avatar name={space.name} id={space.id} shape="tile" size="tiny" className="rounded-md!" />
                <span className="truncate text-left" dir="auto">
                  {inertLine(space.name)}
                </span>
              </Command.Item>
            ))}
          </Command.Group>
          <Command.Group heading={t('palette.actions')}>
            {act.map((action) => (
              <ActionRow key={action.id} action={action} onRun={run} />
            ))}
          </Command.Group>
        </Command.List>
      </Command>
    </Dialog>
  )
}

const row =
  'flex h-9 items-center gap-2.5 rounded-lg px-2.5 aria-selected:bg-sel [&>svg]:size-4 [&>svg]:w-[22px] [&>svg]:shrink-0 [&>svg]:text-faint'

type ActionRowProps = { readonly action: Action; readonly onRun: (run: () => void) => void }

const ActionRow = ({ action, onRun }: ActionRowProps) => {
  const Icon = action.icon
  return (
    <Command.Item
      value={action.id}
      keywords={[action.label]}
      onSelect={() => onRun(action.run)}
      className={row}
    >
      <Icon aria-hidden />
      <span className="flex-1 truncate">{action.label}</span>
      {action.keys !== undefined && <Kbd>{action.keys}</Kbd>}
    </Command.Item>
  )
}

const managing = (t: TFunction): Action[] => [
  {
    id: 'new-person',
    label: t('peoplePalette.newPerson'),
    icon: UserPlus,
    run: () => openSheet({ kind: 'person', person: null }),
  },
  {
    id: 'new-group',
    label: t('peoplePalette.newGroup'),
    icon: UsersRound,
    run: () => openSheet({ kind: 'group', groupId: null }),
  },
  {
    id: 'new-space',
    label: t('peoplePalette.newSpace'),
    icon: Plus,
    run: () => openSheet({ kind: 'space', spaceId: null, users: [] }),
  },
  {
    id: 'space-templates',
    label: t('peoplePalette.templates'),
    icon: LayoutTemplate,
    run: () => {
      goTo('people')
      showPart('templates')
    },
  },
]

const useActions = (): { readonly go: readonly Action[]; readonly act: readonly Action[] } => {
  const { t } = useTranslation()
  const portal = usePortal()
  const portals = usePortals()
  const spaceId = usePlace((place) => place.spaceId)
  const go: Action[] = [
    { id: 'go-inbox', label: t('palette.toInbox'), icon: Inbox, keys: 'G I', run: () => goTo('inbox') },
    {
      id: 'go-people',
      label: t('palette.toPeople'),
      icon: UsersRound,
      keys: 'G P',
      run: () => goTo('people'),
    },
    { id: 'go-apps', label: t('palette.toApps'), icon: LayoutGrid, keys: 'G A', run: () => goTo('apps') },
    {
      id: 'go-transfers',
      label: t('palette.toTransfers'),
      icon: ArrowDownUp,
      keys: 'G T',
      run: () => goTo('transfers'),
    },
    {
      id: 'go-settings',
      label: t('palette.toSettings'),
      icon: Settings,
      keys: 'G S',
      run: () => goTo('settings'),
    },
    ...portals
      .filter(({ id }) => id !== portal.id)
      .map(({ id, name }) => ({
        id: `go-portal ${id}`,
        label: t('palette.toPortal', { name: inertLine(name) }),
        icon: Inbox,
        run: () => goToPortal(id),
      })),
  ]
  const refresh = async (): Promise<void> => {
    const answer = await settle(foyer()['portals.refresh']({ portalId: portal.id }))
    if (!answer.ok) sayFailure(answer.error)
  }
  const inSpace: Action[] =
    spaceId === null
      ? []
      : [
          {
            id: 'tab-messages',
            label: t('palette.tabMessages'),
            icon: MessageSquare,
            keys: shortcut('1'),
            run: () => openSpace(spaceId, 'messages'),
          },
          {
            id: 'tab-files',
            label: t('palette.tabFiles'),
            icon: Files,
            keys: shortcut('2'),
            run: () => openSpace(spaceId, 'files'),
          },
          {
            id: 'tab-people',
            label: t('palette.tabPeople'),
            icon: UsersRound,
            keys: shortcut('3'),
            run: () => {
              openSpace(spaceId)
              openTab('people')
            },
          },
        ]
  const ids = targets()
  const doing = (kind: 'pin' | 'unpin' | 'done' | 'reopen' | 'read' | 'unread') => () =>
    void actOn(portal.id, ids, { kind })
  const inInbox: Action[] = [
    ...(ids.length === 0
      ? []
      : [
          { id: 'done', label: t('palette.done'), icon: Check, keys: 'E', run: doing('done') },
          { id: 'reopen', label: t('palette.reopen'), icon: Inbox, run: doing('reopen') },
          {
            id: 'snooze',
            label: t('palette.snooze'),
            icon: AlarmClock,
            keys: 'H',
            run: () => {
              goTo('inbox')
              chooseSnooze(ids)
            },
          },
          { id: 'pin', label: t('palette.pin'), icon: Pin, keys: 'P', run: doing('pin') },
          { id: 'unpin', label: t('palette.unpin'), icon: PinOff, run: doing('unpin') },
          { id: 'unread', label: t('palette.markUnread'), icon: Mail, keys: 'U', run: doing('unread') },
          { id: 'read', label: t('palette.markRead'), icon: MailOpen, keys: '⇧ U', run: doing('read') },
        ]),
    { id: 'undo', label: t('palette.undo'), icon: Undo2, keys: 'Z', run: () => void undoAction() },
  ]
  const act: Action[] = [
    ...inSpace,
    ...inInbox,
    { id: 'search', label: t('palette.search'), icon: Search, keys: shortcut('F'), run: focusSearch },
    {
      id: 'mailing',
      label: t('mailing.title'),
      icon: Megaphone,
      keys: 'M',
      run: () => writeToMany(targets()),
    },
    { id: 'fan-out', label: t('fanOut.title'), icon: Split, run: () => goTo('fan-out') },
    ...managing(t),
    { id: 'import', label: t('import.title'), icon: UserRoundPlus, run: () => goTo('import') },
    { id: 'refresh', label: t('palette.refresh'), icon: RefreshCw, run: () => void refresh() },
    { id: 'lock', label: t('lock.now'), icon: Lock, keys: shortcut('⇧ L'), run: lockNow },
    { id: 'add-portal', label: t('palette.addPortal'), icon: Plus, run: () => goTo('connect') },
    {
      id: 'theme-light',
      label: t('palette.themeLight'),
      icon: Sun,
      run: () => void changeSettings({ theme: 'light' }),
    },
    {
      id: 'theme-dark',
      label: t('palette.themeDark'),
      icon: Moon,
      run: () => void changeSettings({ theme: 'dark' }),
    },
    {
      id: 'theme-system',
      label: t('palette.themeSystem'),
      icon: Monitor,
      run: () => void changeSettings({ theme: 'system' }),
    },
    {
      id: 'dense',
      label: t('palette.dense'),
      icon: Rows4,
      run: () => void changeSettings({ density: 'compact' }),
    },
    {
      id: 'roomy',
      label: t('palette.roomy'),
      icon: Rows2,
      run: () => void changeSettings({ density: 'comfortable' }),
    },
    {
      id: 'shortcuts',
      label: t('palette.shortcuts'),
      icon: Keyboard,
      keys: '?',
      run: () => openOverlay('shortcuts'),
    },
  ]
  return { go, act }
}
