import { FolderUp, Inbox, KeyRound } from 'lucide-react'
import { useEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { goTo, goToPortal, usePlace } from '../../app/place.ts'
import { say } from '../../app/toast-store.ts'
import { foyer } from '../../lib/foyer.ts'
import { afterPaint } from '../../lib/after-paint.ts'
import { Button } from '../../ui/button.tsx'
import { ConnectForm } from './connect-form.tsx'
import { clockSkewMinutes } from './view.ts'

/** The whole window while there is no portal; from Settings it adds another one. */
export const ConnectScreen = ({ first }: { readonly first: boolean }) => {
  const { t } = useTranslation()
  const view = usePlace((place) => place.view)
  useEffect(
    () =>
      first
        ? afterPaint(() => {
            void foyer()['window.painted']({ what: 'connect' })
          })
        : undefined,
    [first],
  )
  return (
    <main className="flex h-full justify-center overflow-y-auto bg-bg px-6 py-10 short:py-6">
      <div className="my-auto w-full max-w-[400px] rise">
        <div
          aria-hidden
          className="mb-5 grid size-11 place-items-center rounded-xl bg-accent text-on-accent short:hidden [&_svg]:size-5"
        >
          <KeyRound />
        </div>
        <h1 className="text-xl title-tight">{t('connect.title')}</h1>
        <p className="mt-1 mb-6 text-md text-pretty text-muted">{t('connect.lead')}</p>
        <ConnectForm
          onConnected={({ portal, clockSkewMs }) => {
            // The portal is shown as soon as it is there, a moment before this answer: who went on meanwhile stays there.
            if (usePlace.getState().view === view) {
              goToPortal(portal.id)
              goTo('inbox')
            }
            const minutes = clockSkewMinutes(clockSkewMs)
            say(
              minutes === 0
                ? t('connect.done', { name: portal.name, person: portal.me.name })
                : t('connect.skew', { minutes }),
            )
          }}
        >
          {!first && (
            <Button look="quiet" onClick={() => goTo('settings')}>
              {t('common.cancel')}
            </Button>
          )}
        </ConnectForm>
        {first && (
          <ul className="mt-8 flex flex-col gap-2.5 border-t border-line pt-5 text-muted short:hidden">
            <Point icon={<Inbox />} text={t('connect.points.inbox')} />
            <Point icon={<FolderUp />} text={t('connect.points.files')} />
            <Point icon={<KeyRound />} text={t('connect.points.key')} />
          </ul>
        )}
      </div>
    </main>
  )
}

const Point = ({ icon, text }: { readonly icon: ReactNode; readonly text: string }) => (
  <li className="flex items-center gap-2.5 [&_svg]:size-4 [&_svg]:text-faint">
    <span aria-hidden>{icon}</span>
    {text}
  </li>
)
