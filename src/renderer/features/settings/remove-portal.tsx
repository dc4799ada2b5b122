import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PortalId } from '../../../core/portal.ts'
import { say, sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'

type RemovePortalProps = {
  readonly portalId: PortalId
  readonly name: string
  readonly onClose: () => void
}

/** Counts what would be lost before anything is. */
export const RemovePortal = ({ portalId, name, onClose }: RemovePortalProps) => {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const pending = useQuery(`pending ${portalId}`, () => foyer()['portals.pending']({ portalId }))
  const words = { name: inertLine(name) }
  const remove = async (): Promise<void> => {
    setBusy(true)
    const answer = await settle(foyer()['portals.remove']({ portalId }))
    setBusy(false)
    onClose()
    if (answer.ok) say(t('settings.removed', words))
    else sayFailure(answer.error)
  }
  const counts = pending.value
  const waiting = counts !== undefined && counts.messages + counts.removals + counts.transfers > 0
  return (
    <Dialog label={t('settings.removeTitle', words)} width="narrow" onClose={onClose}>
      <div className="flex flex-col gap-3 p-5">
        <h2 className="text-[15px] title-tight">{t('settings.removeTitle', words)}</h2>
        <p className="text-muted">{t('settings.removeText')}</p>
        {waiting ? (
          <Notice tone="warn" role="status">
            {counts.messages + counts.transfers > 0 && (
              <p>
                {t('settings.removePending', {
                  messages: t('settings.removeMessages', { count: counts.messages }),
                  transfers: t('settings.removeTransfers', { count: counts.transfers }),
                })}
              </p>
            )}
            {counts.removals > 0 && <p>{t('settings.removeRemovals', { count: counts.removals })}</p>}
          </Notice>
        ) : (
          counts !== undefined && <p>{t('settings.removeNothing')}</p>
        )}
        <div className="mt-2 flex justify-end gap-2">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          {/* When the count can't be read, the portal can still be removed: that may be the way out. */}
          <Button
            look="danger"
            disabled={busy || (counts === undefined && pending.failure === undefined)}
            onClick={() => void remove()}
          >
            {t('settings.removeYes')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
