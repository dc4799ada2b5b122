import { useTranslation } from 'react-i18next'
import type { FileId } from '../../../core/file.ts'
import type { PortalId } from '../../../core/portal.ts'
import type { SpaceId } from '../../../core/space.ts'
import { foyer } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { useQuery } from '../../lib/use-query.ts'
import { SelectField } from '../../ui/field.tsx'

type TargetFolderProps = {
  readonly portalId: PortalId
  readonly spaceId: SpaceId
  readonly folderId: FileId | null
  readonly onChange: (folderId: FileId | null) => void
}

const top = 'top'

/** One folder of a space: the folders above it, itself, and those it holds to go into. */
export const TargetFolder = ({ portalId, spaceId, folderId, onChange }: TargetFolderProps) => {
  const { t } = useTranslation()
  const listing = useQuery(
    `watch target ${portalId} ${spaceId} ${folderId ?? ''}`,
    () => foyer()['files.list']({ portalId, spaceId, folderId }),
    { portalId, spaceId, topics: ['files'] },
  )
  const path = listing.value?.path ?? []
  const folders = (listing.value?.rows ?? []).filter(({ isFolder }) => isFolder)
  return (
    <SelectField
      label={t('watch.target')}
      value={folderId ?? top}
      onChange={(event) => onChange(event.target.value === top ? null : (event.target.value as FileId))}
    >
      <option value={top}>{t('watch.top')}</option>
      {path.map(({ id }, depth) => (
        <option key={id} value={id}>
          {path
            .slice(0, depth + 1)
            .map(({ name }) => inertLine(name))
            .join(' › ')}
        </option>
      ))}
      {folders.length > 0 && (
        <optgroup label={t('watch.into')}>
          {folders.map(({ id, name }) => (
            <option key={id} value={id}>
              {inertLine(name)}
            </option>
          ))}
        </optgroup>
      )}
    </SelectField>
  )
}
