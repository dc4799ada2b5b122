import { useTranslation } from 'react-i18next'
import type { PortalView } from '../../../core/portal.ts'
import { usePortals, useSettings } from '../../app/context.ts'
import { foyer } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { formatLocale } from '../../lib/locale.ts'
import { bytes } from '../../lib/quantities.ts'
import { useQuery } from '../../lib/use-query.ts'
import { SelectField } from '../../ui/field.tsx'
import { changeSettings } from './change-settings.ts'

const gigabyte = 1_000_000_000
const choices = [gigabyte / 2, gigabyte, 2 * gigabyte, 5 * gigabyte, 10 * gigabyte, 50 * gigabyte]

/** How much files kept offline may take, and what they take now (P1.2, P1.7). */
export const PinRoom = () => {
  const { t } = useTranslation()
  const { pinBytes } = useSettings()
  const portals = usePortals()
  const sizes = [...new Set([...choices, pinBytes])].sort((a, b) => a - b)
  return (
    <div className="mt-4">
      <SelectField
        label={t('files.kept.quota')}
        hint={t('files.kept.quotaHint')}
        value={pinBytes}
        onChange={(event) => void changeSettings({ pinBytes: Number(event.target.value) })}
        className="max-w-80"
      >
        {sizes.map((size) => (
          <option key={size} value={size}>
            {bytes(size, formatLocale())}
          </option>
        ))}
      </SelectField>
      <ul className="mt-2 text-xs text-muted tabular-nums">
        {portals.map((portal) => (
          <Used key={portal.id} portal={portal} />
        ))}
      </ul>
    </div>
  )
}

const Used = ({ portal }: { readonly portal: PortalView }) => {
  const { t } = useTranslation()
  const { pinBytes } = useSettings()
  const { id: portalId } = portal
  const kept = useQuery(`pins ${portalId} ${pinBytes}`, () => foyer()['pins.list']({ portalId }), {
    portalId,
    topics: ['files'],
  })
  if (kept.value === undefined) return null
  const files = kept.value.pins.filter(({ state }) => state === 'kept').length
  return (
    <li>
      {t('files.kept.used', {
        name: inertLine(portal.name),
        used: bytes(kept.value.used, formatLocale()),
        quota: bytes(pinBytes, formatLocale()),
        files: t('files.kept.files', { count: files }),
      })}
    </li>
  )
}
