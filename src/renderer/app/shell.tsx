import { Suspense, useEffect } from 'react'
import { InboxView } from '../features/inbox/inbox-view.tsx'
import { JobsContext, useJobsReading } from '../features/transfers/use-jobs.ts'
import { usePeoplePlace } from '../features/people/sheets.ts'
import { later } from '../lib/later.tsx'
import { usePortal } from './context.ts'
import { usePlace } from './place.ts'
import { Rail } from './rail.tsx'

const TransfersDock = later(
  async () => (await import('../features/transfers/transfers-dock.tsx')).TransfersDock,
)
const TransfersScreen = later(
  async () => (await import('../features/transfers/transfers-screen.tsx')).TransfersScreen,
)
const PeopleScreen = later(async () => (await import('../features/people/people-screen.tsx')).PeopleScreen)
const PeopleSheets = later(async () => (await import('../features/people/people-sheets.tsx')).PeopleSheets)
const AppsScreen = later(async () => (await import('../features/apps/apps-screen.tsx')).AppsScreen)
const SettingsScreen = later(
  async () => (await import('../features/settings/settings-screen.tsx')).SettingsScreen,
)
const FanOutScreen = later(async () => (await import('../features/fan-out/fan-out-screen.tsx')).FanOutScreen)
const MailingScreen = later(
  async () => (await import('../features/mailing/mailing-screen.tsx')).MailingScreen,
)
const ImportScreen = later(async () => (await import('../features/import/import-screen.tsx')).ImportScreen)
const UploadPlan = later(async () => (await import('../features/files/upload-plan.tsx')).UploadPlan)
const Palette = later(async () => (await import('./palette.tsx')).Palette)
const ShortcutSheet = later(async () => (await import('./shortcut-sheet.tsx')).ShortcutSheet)

const parts = [
  Palette,
  PeopleScreen,
  PeopleSheets,
  UploadPlan,
  TransfersDock,
  TransfersScreen,
  SettingsScreen,
  AppsScreen,
  FanOutScreen,
  MailingScreen,
  ImportScreen,
]

/** Long after the first painting, which nothing may compete with. */
const fetchAheadMs = 2000

/** The window once a portal is connected: rail, view, transfers at the bottom, and what lies over them. */
export const Shell = () => {
  const portal = usePortal()
  const view = usePlace((place) => place.view)
  const overlay = usePlace((place) => place.overlay)
  const drop = usePlace((place) => place.drop)
  const sheet = usePeoplePlace((place) => place.sheet)
  const jobs = useJobsReading()
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const part of parts) void part.fetch()
    }, fetchAheadMs)
    return () => clearTimeout(timer)
  }, [])
  return (
    <JobsContext value={jobs}>
      <div className="grid h-full grid-cols-[56px_minmax(0,1fr)] grid-rows-[minmax(0,1fr)_auto]">
        <Rail />
        <main className="flex min-h-0 min-w-0 flex-col">
          <Suspense fallback={null}>
            {view === 'inbox' && <InboxView key={portal.id} />}
            {view === 'people' && <PeopleScreen key={portal.id} />}
            {view === 'apps' && <AppsScreen />}
            {view === 'transfers' && <TransfersScreen />}
            {view === 'fan-out' && <FanOutScreen key={portal.id} />}
            {view === 'mailing' && <MailingScreen key={portal.id} />}
            {view === 'import' && <ImportScreen key={portal.id} />}
            {view === 'settings' && <SettingsScreen />}
          </Suspense>
        </main>
        <Suspense fallback={null}>
          {view !== 'transfers' && jobs.list.length > 0 && <TransfersDock />}
        </Suspense>
      </div>
      <Suspense fallback={null}>
        {sheet !== null && <PeopleSheets />}
        {overlay === 'palette' && <Palette />}
        {overlay === 'shortcuts' && <ShortcutSheet />}
        {drop !== null && <UploadPlan key={drop.dropId} drop={drop} />}
      </Suspense>
    </JobsContext>
  )
}
