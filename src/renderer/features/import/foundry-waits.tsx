import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FoundryWait } from '../../../core/foundry/wait.ts'
import type { PortalId } from '../../../core/portal.ts'
import { foyerEvents } from '../../lib/foyer.ts'
import { formatLocale } from '../../lib/locale.ts'
import { useNow } from '../../lib/use-now.ts'

/** What something asked of Foundry waits for, and until when; nothing while it does not. */
export const FoundryWaits = ({ portalId }: { readonly portalId: PortalId }) => {
  const { t } = useTranslation()
  const now = useNow(1_000)
  const [wait, setWait] = useState<FoundryWait | null>(null)
  useEffect(
    () =>
      foyerEvents()['foundry.waiting'](({ portalId: of, ...told }) => {
        if (of === portalId) setWait(told)
      }),
    [portalId],
  )
  const isWaiting = wait !== null && wait.until > now
  return (
    <p role="status" className="min-h-5 text-xs text-muted tabular-nums">
      {isWaiting &&
        t(`import.waits.${wait.why}`, {
          time: new Intl.DateTimeFormat(formatLocale(), { timeStyle: 'medium' }).format(wait.until),
        })}
    </p>
  )
}
