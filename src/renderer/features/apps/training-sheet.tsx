import { GraduationCap, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { App } from '../../../core/app.ts'
import type { CustomizationJobId, TrainingView } from '../../../core/customizations/views.ts'
import type { Failure } from '../../../core/failure.ts'
import { usePortal } from '../../app/context.ts'
import { goTo } from '../../app/place.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { momentTime } from '../../lib/time.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureState } from '../../ui/failure-state.tsx'
import { TextField } from '../../ui/field.tsx'
import { FailureNotice } from '../../ui/notice.tsx'
import { FoundryWaits } from '../import/foundry-waits.tsx'

type TrainingSheetProps = {
  readonly app: App
  readonly onClose: () => void
  readonly onPlanned: (id: CustomizationJobId) => void
}

/** Training status: read out of EVERFI Foundry, and planned into the chosen app (C1.18 to C1.21). */
export const TrainingSheet = ({ app, onClose, onPlanned }: TrainingSheetProps) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const view = useQuery(`training ${portalId}`, () => foyer()['training.view']({ portalId }), {
    portalId,
    topics: ['training'],
  })
  return (
    <Dialog label={t('trainingStatus.dialog')} onClose={onClose}>
      <header className="shrink-0 border-b border-line px-5 py-3">
        <h2 className="text-md title-tight">{t('trainingStatus.dialog')}</h2>
      </header>
      {view.value?.connected === false ? (
        <EmptyState
          icon={<GraduationCap />}
          title={t('trainingStatus.notConnected')}
          text={t('trainingStatus.notConnectedText')}
        >
          <Button onClick={onClose}>{t('common.close')}</Button>
          <Button look="primary" onClick={() => goTo('settings')}>
            {t('nav.settings')}
          </Button>
        </EmptyState>
      ) : view.value !== undefined ? (
        <Publishing app={app} view={view.value} onClose={onClose} onPlanned={onPlanned} />
      ) : (
        <>
          <div className="flex min-h-60 flex-col">
            {view.failure === undefined ? (
              <p role="status" className="px-5 py-4 text-muted appear-late">
                {t('common.loading')}
              </p>
            ) : (
              <FailureState failure={view.failure} onRetry={view.reload} />
            )}
          </div>
          <footer className="flex shrink-0 justify-end border-t border-line px-5 py-3">
            <Button onClick={onClose}>{t('common.close')}</Button>
          </footer>
        </>
      )}
    </Dialog>
  )
}

const Publishing = ({
  app,
  view,
  onClose,
  onPlanned,
}: TrainingSheetProps & { readonly view: TrainingView }) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const [key, setKey] = useState(view.key)
  const [busy, setBusy] = useState<'read' | 'plan' | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [changed, setChanged] = useState<number | null>(null)
  const { readAt, people, strangers } = view
  const read = async (): Promise<void> => {
    setBusy('read')
    setFailure(null)
    const answer = await settle(foyer()['training.read']({ portalId }))
    setBusy(null)
    if (answer.ok) setChanged(answer.value.changed)
    else setFailure(answer.error)
  }
  const plan = async (): Promise<void> => {
    setBusy('plan')
    setFailure(null)
    const answer = await settle(foyer()['training.plan']({ portalId, appId: app.id, key }))
    setBusy(null)
    if (answer.ok) onPlanned(answer.value.id)
    else if (answer.error.code !== 'cancelled') setFailure(answer.error)
  }
  return (
    <>
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-5 py-4">
        <p className="text-muted">{t('trainingStatus.lead')}</p>
        <div className="flex flex-wrap items-center gap-3">
          <Button icon={<RefreshCw aria-hidden />} disabled={busy !== null} onClick={() => void read()}>
            {t(busy === 'read' ? 'trainingStatus.reading' : 'trainingStatus.read')}
          </Button>
          {changed !== null && (
            <span className="text-muted">{t('trainingStatus.readDone', { count: changed })}</span>
          )}
        </div>
        {busy === 'read' && <FoundryWaits portalId={portalId} />}
        <p role="status" className="text-muted">
          {readAt === null
            ? t('trainingStatus.never')
            : t('trainingStatus.readAt', { time: momentTime(readAt, formatLocale()), people, strangers })}
        </p>
        <TextField
          label={t('trainingStatus.key')}
          value={key}
          onChange={(event) => setKey(event.target.value)}
          hint={t('trainingStatus.keyHint', { app: inertLine(app.label) })}
        />
        {failure !== null && <FailureNotice failure={failure} />}
      </div>
      <footer className="flex shrink-0 justify-end gap-2 border-t border-line px-5 py-3">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button
          look="primary"
          disabled={busy !== null || people === 0 || key.trim() === ''}
          onClick={() => void plan()}
        >
          {t(busy === 'plan' ? 'bulk.planning' : 'trainingStatus.preview')}
        </Button>
      </footer>
    </>
  )
}
