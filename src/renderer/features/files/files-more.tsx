import { Ellipsis, Eye, FolderSync, GitCompareArrows } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CompareId } from '../../../core/transfers/compare-views.ts'
import { sayFailure } from '../../app/toast-store.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { later } from '../../lib/later.tsx'
import { IconButton } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { openSheet } from '../people/sheets.ts'
import type { Target } from './take-files.ts'

const CompareSheet = later(async () => (await import('../compare/compare-sheet.tsx')).CompareSheet)
const AddWatch = later(async () => (await import('../watch/add-watch.tsx')).AddWatch)

/** What else can be done between a folder of this computer and the folder on screen. */
export const FilesMore = ({ target }: { readonly target: Target }) => {
  const { t } = useTranslation()
  const { portalId, spaceId, folderId, path } = target
  const [open, setOpen] = useState<'watch' | { readonly compareId: CompareId } | null>(null)
  const compare = async (): Promise<void> => {
    const answer = await settle(foyer()['compare.start']({ portalId, spaceId, folderId }))
    if (!answer.ok) sayFailure(answer.error)
    else if (answer.value.compareId !== null) setOpen({ compareId: answer.value.compareId })
  }
  const close = (): void => setOpen(null)
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t('watch.more')}>
            <Ellipsis aria-hidden />
          </IconButton>
        }
        items={[
          {
            label: t('compare.open'),
            icon: <GitCompareArrows aria-hidden />,
            onSelect: () => void compare(),
          },
          {
            label: t('access.menu'),
            icon: <Eye aria-hidden />,
            onSelect: () => openSheet({ kind: 'viewers', spaceId, of: 'file', name: path }),
          },
          { label: t('watch.addHere'), icon: <FolderSync aria-hidden />, onSelect: () => setOpen('watch') },
        ]}
      />
      <Suspense fallback={null}>
        {open === 'watch' && <AddWatch target={{ spaceId, folderId }} onClose={close} />}
        {open !== null && open !== 'watch' && (
          <CompareSheet compareId={open.compareId} place={path} onClose={close} />
        )}
      </Suspense>
    </>
  )
}
