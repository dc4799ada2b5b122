import { Tabs } from 'radix-ui'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { FileId } from '../../../core/file.ts'
import type { SpaceId, SpaceSummary } from '../../../core/space.ts'
import { usePortal } from '../../app/context.ts'
import { openTab, usePlace, type Tab } from '../../app/place.ts'
import { foyer } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { wholeNumber } from '../../lib/quantities.ts'
import { useQuery } from '../../lib/use-query.ts'
import { FailureState } from '../../ui/failure-state.tsx'
import { ListSkeleton } from '../../ui/list-skeleton.tsx'
import { DropTarget } from '../files/drop-target.tsx'
import { FilesTab } from '../files/files-tab.tsx'
import { MessagesTab } from '../messages/messages-tab.tsx'
import { ActivityTab } from './activity-tab.tsx'
import { MembersTab } from './members-tab.tsx'
import { SpaceHeader } from './space-header.tsx'
import { formatLocale } from '../../lib/locale.ts'

type SpacePaneProps = { readonly spaceId: SpaceId; readonly summary: SpaceSummary | undefined }

const tabs: readonly Tab[] = ['messages', 'files', 'people', 'activity']

export const SpacePane = ({ spaceId, summary }: SpacePaneProps) => {
  const { t } = useTranslation()
  const portal = usePortal()
  const tab = usePlace((place) => place.tab)
  const detail = useQuery(
    `space ${portal.id} ${spaceId}`,
    () => foyer()['spaces.get']({ portalId: portal.id, spaceId }),
    { portalId: portal.id, spaceId, topics: ['spaces', 'people', 'messages', 'files'] },
  )
  const folderId = usePlace((place) => (place.tab === 'files' ? place.folderId : undefined))
  useWatched(portal.id, spaceId, folderId)
  useReread(detail.reload)

  if (detail.value === undefined && summary === undefined) {
    return detail.failure === undefined ? (
      <ListSkeleton />
    ) : (
      <FailureState failure={detail.failure} onRetry={detail.reload} />
    )
  }
  const name = inertLine(detail.value?.name ?? summary?.name ?? '')
  const counts: Readonly<Record<Tab, number | undefined>> = {
    messages: summary?.unread === 0 ? undefined : summary?.unread,
    files: detail.value?.fileCount,
    people: detail.value?.memberCount,
    activity: undefined,
  }
  return (
    <DropTarget spaceId={spaceId} spaceName={name}>
      <Tabs.Root
        value={tab}
        onValueChange={(chosen) => openTab(tabs.find((each) => each === chosen) ?? 'messages')}
        className="flex min-h-0 flex-1 flex-col"
      >
        <SpaceHeader spaceId={spaceId} name={name} detail={detail.value} summary={summary} tab={tab}>
          <Tabs.List aria-label={t('space.tabs.label')} className="flex gap-5">
            {tabs.map((each) => (
              <Tabs.Trigger
                key={each}
                value={each}
                aria-label={t(`space.tabs.${each}`)}
                className="relative h-9 rounded-t font-medium text-muted transition-colors duration-75 hover:text-text data-[state=active]:text-text data-[state=active]:shadow-[inset_0_-2px_var(--accent)]"
              >
                {t(`space.tabs.${each}`)}
                {counts[each] !== undefined && (
                  <span className="ml-1.5 font-normal text-faint tabular-nums">
                    {wholeNumber(counts[each], formatLocale())}
                  </span>
                )}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
        </SpaceHeader>
        <Tabs.Content value="messages" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
          <MessagesTab spaceId={spaceId} name={name} detail={detail.value} unread={summary?.unread ?? 0} />
        </Tabs.Content>
        <Tabs.Content value="files" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
          <FilesTab spaceId={spaceId} spaceName={name} />
        </Tabs.Content>
        <Tabs.Content value="people" tabIndex={-1} className="min-h-0 flex-1 overflow-y-auto outline-none">
          <MembersTab detail={detail.value} />
        </Tabs.Content>
        <Tabs.Content value="activity" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
          <ActivityTab spaceId={spaceId} />
        </Tabs.Content>
      </Tabs.Root>
    </DropTarget>
  )
}

/** What is on screen is asked for in seconds; the engine hears when it no longer is. */
const useWatched = (
  portalId: ReturnType<typeof usePortal>['id'],
  spaceId: SpaceId,
  /** Undefined: no files are shown. */
  folderId: FileId | null | undefined,
): void => {
  useEffect(() => {
    void foyer()['spaces.watch']({ portalId, spaceId, folderId })
  }, [portalId, spaceId, folderId])
  // From folder to folder the space stays on screen.
  useEffect(
    () => () => {
      void foyer()['spaces.watch']({ portalId, spaceId: null })
    },
    [portalId, spaceId],
  )
}

const rereadMs = 15_000

/** A poll that finds nothing new moves "as of" without an event: while one looks, the archive is asked again. */
const useReread = (reload: () => void): void => {
  useEffect(() => {
    const look = (): void => {
      if (document.visibilityState === 'visible') reload()
    }
    const timer = setInterval(look, rereadMs)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [reload])
}
