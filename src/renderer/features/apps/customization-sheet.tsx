import { useTranslation } from 'react-i18next'
import type { App } from '../../../core/app.ts'
import type { CustomizationJobId } from '../../../core/customizations/views.ts'
import type { PersonView } from '../../../core/person.ts'
import { usePortal } from '../../app/context.ts'
import { foyer } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureState } from '../../ui/failure-state.tsx'
import { CustomizationForm } from './customization-form.tsx'

type CustomizationSheetProps = {
  readonly app: App
  readonly person: PersonView
  readonly onClose: () => void
  readonly onJob: (id: CustomizationJobId) => void
}

/** What an app is for one person: read from the portal when it is opened, changed with the difference in view. */
export const CustomizationSheet = ({ app, person, onClose, onJob }: CustomizationSheetProps) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const which = { portalId, appId: app.id, userId: person.id }
  const read = useQuery(`customization ${portalId} ${app.id} ${person.id}`, () =>
    foyer()['customizations.read'](which),
  )
  const name = inertLine(person.name)
  const title = t('customization.title', { app: inertLine(app.label), name })
  return (
    <Dialog label={title} width="wider" onClose={onClose}>
      <header className="flex shrink-0 items-center gap-3 border-b border-line px-5 py-3">
        <Avatar name={person.name} id={person.id} />
        <div className="min-w-0">
          <h2 className="truncate text-md title-tight">{title}</h2>
          <p className="truncate text-xs text-muted">{inertLine(person.email)}</p>
        </div>
      </header>
      {read.value === undefined ? (
        <>
          <div className="flex min-h-60 flex-col">
            {read.failure === undefined ? (
              <p role="status" className="px-5 py-4 text-muted">
                {t('common.loading')}
              </p>
            ) : (
              <FailureState failure={read.failure} onRetry={read.reload} />
            )}
          </div>
          <footer className="flex justify-end border-t border-line px-5 py-3">
            <Button onClick={onClose}>{t('common.close')}</Button>
          </footer>
        </>
      ) : (
        <CustomizationForm app={app} person={person} shown={read.value} onClose={onClose} onJob={onJob} />
      )}
    </Dialog>
  )
}
