import { Suspense, useCallback, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PortalId } from '../../core/portal.ts'
import { ConnectScreen } from '../features/connect/connect-screen.tsx'
import { foyerEvents } from '../lib/foyer.ts'
import { later } from '../lib/later.tsx'
import { useQuery } from '../lib/use-query.ts'
import { FailureState } from '../ui/failure-state.tsx'
import { useAppearance } from './appearance.ts'
import { PortalContext, SharedContext } from './context.ts'
import { defaultSettings } from './default-settings.ts'
import { ErrorBoundary } from './error-boundary.tsx'
import type { FirstReads } from './first-reads.ts'
import { goToPortal, openOverlay, usePlace } from './place.ts'
import { Shell } from './shell.tsx'
import { dismissEveryToast } from './toast-store.ts'
import { Toasts } from './toasts.tsx'
import { useFileDropGuard } from './use-file-drop-guard.ts'
import { useGoTo } from './use-go-to.ts'
import { useShortcuts } from './use-shortcuts.ts'

const LockScreen = later(async () => (await import('../features/lock/lock-screen.tsx')).LockScreen)

/** L1.5: while it is locked, nothing of the window exists but the lock. */
export const App = ({ reads }: { readonly reads: FirstReads }) => {
  const [locked, setLocked] = useState(false)
  const lock = useCallback((): void => {
    dismissEveryToast()
    openOverlay(null)
    setLocked(true)
  }, [])
  useEffect(
    () =>
      foyerEvents()['lock.changed']((view) => {
        if (view.locked) lock()
        else setLocked(false)
      }),
    [lock],
  )
  return locked ? (
    <Suspense fallback={null}>
      <LockScreen />
    </Suspense>
  ) : (
    <Opened reads={reads} onLocked={lock} />
  )
}

type OpenedProps = { readonly reads: FirstReads; readonly onLocked: () => void }

const Opened = ({ reads, onLocked }: OpenedProps) => {
  const { t } = useTranslation()
  const portals = useQuery('portals', reads.portals.ask, 'portals', reads.portals.known)
  const settings = useQuery('settings', reads.settings.ask, undefined, reads.settings.known)
  const { reload } = settings
  const isLocked = portals.failure?.code === 'locked'
  useEffect(() => {
    if (isLocked) onLocked()
  }, [isLocked, onLocked])
  useEffect(() => foyerEvents()['settings.changed'](reload), [reload])

  const wanted = usePlace((place) => place.portalId)
  const view = usePlace((place) => place.view)
  const portal = portals.value?.find(({ id }) => id === wanted) ?? portals.value?.[0]

  usePortalOnScreen(portal?.id)
  useAppearance(settings.value, portal?.accent ?? 0)
  useShortcuts()
  useGoTo()
  useFileDropGuard()

  const shared = useMemo(
    () => ({ portals: portals.value ?? [], settings: settings.value ?? defaultSettings, reads }),
    [portals.value, settings.value, reads],
  )

  return (
    <SharedContext value={shared}>
      <div className="flex h-full flex-col">
        <div className="min-h-0 flex-1">
          <ErrorBoundary title={t('errors.title')} text={t('errors.text')} reload={t('errors.reload')}>
            {portals.value === undefined ? (
              portals.failure !== undefined &&
              !isLocked && (
                <main className="flex h-full">
                  <FailureState failure={portals.failure} onRetry={portals.reload} />
                </main>
              )
            ) : portal === undefined || view === 'connect' ? (
              <ConnectScreen first={portal === undefined} />
            ) : (
              <PortalContext value={portal}>
                <Shell />
              </PortalContext>
            )}
          </ErrorBoundary>
        </div>
        <Toasts />
      </div>
    </SharedContext>
  )
}

/** Puts the portal that is shown for want of a better one down as the chosen one. */
const usePortalOnScreen = (portalId: PortalId | undefined): void => {
  useEffect(() => {
    if (portalId !== undefined) goToPortal(portalId)
  }, [portalId])
}
