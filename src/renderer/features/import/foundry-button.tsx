import { GraduationCap } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PortalId } from '../../../core/portal.ts'
import { foyer } from '../../lib/foyer.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Button } from '../../ui/button.tsx'
import { FoundryDialog } from './foundry-dialog.tsx'

/** Opens a portal's connection to EVERFI Foundry, for the portal's settings. */
export const FoundryButton = ({ portalId }: { readonly portalId: PortalId }) => {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const connection = useQuery(`foundry ${portalId}`, () => foyer()['foundry.connection']({ portalId }))
  return (
    <>
      <Button
        icon={<GraduationCap aria-hidden />}
        disabled={connection.value === undefined}
        title={
          connection.value?.connection == null
            ? t('foundry.notConnected')
            : t('foundry.connectedAs', { end: connection.value.connection.clientEnd })
        }
        onClick={() => setOpen(true)}
      >
        {t('foundry.open')}
      </Button>
      {open && connection.value !== undefined && (
        <FoundryDialog
          portalId={portalId}
          connection={connection.value.connection}
          onClose={() => setOpen(false)}
          onChange={connection.reload}
        />
      )}
    </>
  )
}
