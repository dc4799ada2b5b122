import { Search } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ViewerView } from '../../../core/people/directory-views.ts'
import { isOurSide } from '../../../core/side.ts'
import type { SpaceId } from '../../../core/space.ts'
import { usePortal } from '../../app/context.ts'
import { foyer } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { roleWords } from '../../lib/role-words.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ListSkeleton } from '../../ui/list-skeleton.tsx'
import { FailureNotice } from '../../ui/notice.tsx'
import { RoleBadge } from '../../ui/role-badge.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { findPeople } from '../people/view.ts'

type ViewersSheetProps = {
  readonly spaceId: SpaceId
  readonly of: 'space' | 'file'
  readonly name: string
  readonly onClose: () => void
}

const rowHeight = 52
const nothing = (): void => undefined

/** P1.15: everybody who can see a space, or a file of it, each with every way that leads there. */
export const ViewersSheet = ({ spaceId, of, name, onClose }: ViewersSheetProps) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const [query, setQuery] = useState('')
  const stored = useQuery(`viewers ${portalId} ${spaceId}`, () =>
    foyer()['spaces.viewers']({ portalId, spaceId, fresh: false }),
  )
  const fresh = useQuery(`viewers ${portalId} ${spaceId} now`, () =>
    foyer()['spaces.viewers']({ portalId, spaceId, fresh: true }),
  )
  const viewers = fresh.value ?? stored.value
  const found = findPeople(viewers ?? [], query, 'all')
  const clients = (viewers ?? []).filter(({ role }) => !isOurSide(role)).length
  const standing =
    fresh.value !== undefined ? 'checked' : fresh.failure === undefined ? 'checking' : 'archive'
  return (
    <Dialog label={t('access.title')} width="wide" begin="dialog" onClose={onClose}>
      <header className="flex shrink-0 flex-col gap-1 px-6 pt-5 pb-3">
        <h2 className="text-[15px] title-tight">{t('access.title')}</h2>
        <p className="break-words text-muted">{t(`access.${of}`, { name: inertLine(name) })}</p>
        <p role="status" className="text-xs text-faint tabular-nums">
          {viewers !== undefined &&
            `${t('access.sum', {
              people: t('access.people', { count: viewers.length }),
              clients: t('access.clients', { count: clients }),
            })} · `}
          {t(`access.${standing}`)}
        </p>
        <div className="relative mt-1">
          <Search aria-hidden className="pointer-events-none absolute top-2.5 left-2.5 size-3.5 text-faint" />
          <input
            type="search"
            aria-label={t('access.search')}
            placeholder={t('access.search')}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            className="h-8 w-full rounded-[7px] border border-field-line bg-panel pr-2 pl-8 select-text focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent"
          />
        </div>
      </header>
      <div className="flex min-h-0 flex-col gap-3 px-3 pb-3">
        {viewers === undefined &&
          (stored.failure === undefined ? (
            <div className="flex h-52 flex-col">
              <ListSkeleton />
            </div>
          ) : (
            <FailureNotice failure={stored.failure} />
          ))}
        {viewers !== undefined && found.length === 0 && (
          <p className="px-3 py-6 text-center text-muted">{t('access.none')}</p>
        )}
        {found.length > 0 && (
          <div
            className="flex max-h-[46vh] min-h-0 flex-col"
            style={{ height: found.length * rowHeight + 4 }}
          >
            <VirtualList
              label={t('access.list')}
              count={found.length}
              rowHeight={rowHeight}
              focusable
              onShow={nothing}
              className="min-h-0 flex-1"
            >
              {(index) => {
                const viewer = found[index]
                return viewer === undefined ? null : <Viewer viewer={viewer} />
              }}
            </VirtualList>
          </div>
        )}
      </div>
      <footer className="flex shrink-0 justify-end border-t border-line px-6 py-3">
        <Button look="primary" onClick={onClose}>
          {t('common.close')}
        </Button>
      </footer>
    </Dialog>
  )
}

const Viewer = ({ viewer }: { readonly viewer: ViewerView }) => {
  const { t } = useTranslation()
  const why = viewer.ways
    .map((way) => {
      if (way.kind === 'member') return t('access.member')
      if (way.kind === 'admin') return t('access.admin')
      return t(way.builtIn ? 'access.builtIn' : 'access.group', { name: inertLine(way.name) })
    })
    .join(' · ')
  return (
    <div className="grid h-full grid-cols-[30px_minmax(0,1fr)_auto] items-center gap-2.5 px-3">
      <Avatar name={viewer.name} id={viewer.id} />
      <div className="min-w-0 select-text">
        <p className="truncate text-left leading-[18px]" dir="auto" title={inertLine(viewer.email)}>
          <span className="font-medium">{inertLine(viewer.name)}</span>
        </p>
        <p className="truncate text-xs text-muted" title={why}>
          {why}
        </p>
      </div>
      <RoleBadge role={viewer.role} words={roleWords(viewer.role, t)} />
    </div>
  )
}
