import { FolderOpen } from 'lucide-react'
import { Suspense, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FileId, FileRow } from '../../../core/file.ts'
import type { PortalId } from '../../../core/portal.ts'
import type { SpaceId } from '../../../core/space.ts'
import { usePortal } from '../../app/context.ts'
import { openFolder, usePlace } from '../../app/place.ts'
import { foyer, settle } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { bytes } from '../../lib/quantities.ts'
import { later } from '../../lib/later.tsx'
import { useQuery } from '../../lib/use-query.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ListSkeleton } from '../../ui/list-skeleton.tsx'
import { FailureState } from '../../ui/failure-state.tsx'
import { useJobs } from '../transfers/use-jobs.ts'
import { Breadcrumbs } from './breadcrumbs.tsx'
import { DownloadSheet, type DownloadAsked } from './download-sheet.tsx'
import { dragOut } from './drag-out.ts'
import { FileTable } from './file-table.tsx'
import { FilesToolbar } from './files-toolbar.tsx'
import { setFolderNames } from './folder-names.ts'
import { pinningOf } from './pinning.ts'
import { startDownload, wholeSpace } from './start-download.ts'
import { createThumbnails } from './thumbnails.ts'
import {
  keepExisting,
  neighbourFile,
  nothingSelected,
  pathWords,
  type Selection,
  type Sort,
  sortRows,
} from './view.ts'
import { formatLocale } from '../../lib/locale.ts'

const FileDetails = later(async () => (await import('./file-details.tsx')).FileDetails)

type FilesTabProps = { readonly spaceId: SpaceId; readonly spaceName: string }

export const FilesTab = ({ spaceId, spaceName }: FilesTabProps) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const folderId = usePlace((place) => place.folderId)
  const listing = useQuery(
    `files ${portalId} ${spaceId} ${folderId ?? ''}`,
    () => foyer()['files.list']({ portalId, spaceId, folderId }),
    { portalId, spaceId, topics: ['files'] },
  )
  // What was sent is verified a moment after it appeared.
  const ended = useJobs().list.filter((job) => job.spaceId === spaceId && job.endedAt !== null).length
  const { reload } = listing
  useEffect(() => reload(), [reload, ended])
  const [sort, setSort] = useState<Sort>({ column: 'name', descending: false })
  const rows = useMemo(() => sortRows(listing.value?.rows ?? [], sort), [listing.value, sort])
  const [selection, setSelection] = useSelection(rows, folderId)

  const path = listing.value?.path
  const names = useMemo(() => (path ?? []).map(({ name }) => inertLine(name)), [path])
  useEffect(() => {
    setFolderNames(names)
    return () => setFolderNames([])
  }, [names])
  useJumpToFile(rows, setSelection)

  const thumbnails = useMemo(
    () => createThumbnails((fileId: FileId) => readThumbnail(portalId, spaceId, fileId)),
    [portalId, spaceId],
  )
  const [looking, setLooking] = useState<FileId | null>(null)
  const looked = rows.find(({ id }) => id === looking)
  const look = (id: FileId): void => {
    setLooking(id)
    setSelection({ chosen: new Set([id]), cursor: id, anchor: id })
  }

  const chosen = [...selection.chosen]
  const [asked, setAsked] = useState<DownloadAsked | null>(null)
  const download = (): void =>
    void startDownload({ portalId, spaceId, fileIds: chosen, folderId, chooseFolder: false })
  const ask = (what: 'chosen' | 'everything'): void => {
    const place = pathWords([spaceName, ...names])
    if (what === 'everything') setAsked(wholeSpace(portalId, spaceId, spaceName, t))
    else {
      const words =
        chosen.length > 0
          ? t('download.selected', { count: chosen.length })
          : t('download.folder', { path: place })
      setAsked({ portalId, spaceId, fileIds: chosen, folderId, what: words })
    }
  }
  const open = (row: FileRow): void => {
    if (row.isFolder) openFolder(row.id)
    else void startDownload({ portalId, spaceId, fileIds: [row.id], folderId, chooseFolder: false })
  }
  const selectedBytes = rows.reduce((sum, row) => (selection.chosen.has(row.id) ? sum + row.size : sum), 0)

  return (
    <>
      <div className="@container flex h-12 shrink-0 items-center gap-x-3 pr-4 pl-5">
        <Breadcrumbs spaceName={spaceName} path={path ?? []} />
        <FilesToolbar
          target={{ portalId, spaceId, folderId, path: pathWords([spaceName, ...names]) }}
          canDownload={rows.length > 0}
          onDownload={download}
          pinning={pinningOf({ portalId, spaceId }, rows, selection.chosen)}
          onAsk={ask}
        />
      </div>
      {looked !== undefined && (
        <Suspense fallback={null}>
          <FileDetails
            portalId={portalId}
            spaceId={spaceId}
            row={looked}
            onStep={(by) => {
              const next = neighbourFile(rows, looked.id, by)
              if (next !== undefined) look(next)
            }}
            onDownload={() => open(looked)}
            onClose={() => setLooking(null)}
          />
        </Suspense>
      )}
      {asked !== null && <DownloadSheet asked={asked} onClose={() => setAsked(null)} />}
      {listing.value === undefined ? (
        listing.failure === undefined ? (
          <ListSkeleton />
        ) : (
          <FailureState failure={listing.failure} onRetry={listing.reload} />
        )
      ) : (
        <>
          <FileTable
            rows={rows}
            sort={sort}
            onSort={setSort}
            selection={selection}
            onSelect={setSelection}
            onOpen={open}
            onDrag={(row) =>
              dragOut(
                portalId,
                spaceId,
                selection.chosen.has(row.id) ? rows.filter(({ id }) => selection.chosen.has(id)) : [row],
                t,
              )
            }
            onLook={({ id }) => look(id)}
            thumbnails={thumbnails}
            onUp={() => openFolder(path?.at(-2)?.id ?? null)}
            canGoUp={folderId !== null}
            empty={
              listing.value.asOf === null ? (
                <EmptyState
                  icon={<FolderOpen />}
                  title={t('files.unreadTitle')}
                  text={t('files.unreadText')}
                />
              ) : (
                <EmptyState icon={<FolderOpen />} title={t('files.emptyTitle')} text={t('files.emptyText')} />
              )
            }
          />
          {rows.length > 0 && (
            <p
              role="status"
              className="shrink-0 border-t border-line px-5 py-1.5 text-xs text-faint tabular-nums"
            >
              {chosen.length > 0
                ? t('files.selected', { count: chosen.length, size: bytes(selectedBytes, formatLocale()) })
                : t('files.total', { count: rows.length })}
            </p>
          )}
        </>
      )}
    </>
  )
}

const readThumbnail = async (
  portalId: PortalId,
  spaceId: SpaceId,
  fileId: FileId,
): Promise<string | null | undefined> => {
  const answer = await settle(foyer()['files.picture']({ portalId, spaceId, fileId, look: 'thumbnail' }))
  return answer.ok ? answer.value.url : undefined
}

type SelectionState = readonly [Selection<FileId>, (selection: Selection<FileId>) => void]

/** The selection of one folder: it starts empty in another one, and loses what no longer exists. */
const useSelection = (rows: readonly FileRow[], folderId: FileId | null): SelectionState => {
  const [held, setHeld] = useState({ folderId, selection: nothingSelected<FileId>() })
  const selection = useMemo(
    () =>
      held.folderId === folderId
        ? keepExisting(
            held.selection,
            rows.map(({ id }) => id),
          )
        : nothingSelected<FileId>(),
    [held, folderId, rows],
  )
  return [selection, (next) => setHeld({ folderId, selection: next })]
}

const useJumpToFile = (rows: readonly FileRow[], select: (selection: Selection<FileId>) => void): void => {
  const jump = usePlace((place) => (place.jump?.kind === 'file' ? place.jump : null))
  const [done, setDone] = useState(0)
  if (jump !== null && jump.turn !== done && rows.some(({ id }) => id === jump.fileId)) {
    setDone(jump.turn)
    select({ chosen: new Set([jump.fileId]), cursor: jump.fileId, anchor: jump.fileId })
  }
}
