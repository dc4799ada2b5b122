import { FolderUp } from 'lucide-react'
import { useRef, useState, type DragEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SpaceId } from '../../../core/space.ts'
import { usePortal } from '../../app/context.ts'
import { usePlace } from '../../app/place.ts'
import { say } from '../../app/toast-store.ts'
import { useFolderNames } from './folder-names.ts'
import { takeFiles } from './take-files.ts'
import { pathWords } from './view.ts'

type DropTargetProps = { readonly spaceId: SpaceId; readonly spaceName: string; readonly children: ReactNode }

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files')

/** The whole pane takes files, and says where they will go: the open folder, or the top of the space. */
export const DropTarget = ({ spaceId, spaceName, children }: DropTargetProps) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const inFiles = usePlace((place) => place.tab === 'files')
  const openFolderId = usePlace((place) => place.folderId)
  const folderId = inFiles ? openFolderId : null
  const names = useFolderNames((state) => state.names)
  const path = pathWords([spaceName, ...(folderId === null ? [] : names)])
  const [over, setOver] = useState(false)
  // Enter and leave come for every element under the pointer: only when all are left is the pane left.
  const depth = useRef(0)

  const enter = (event: DragEvent): void => {
    if (!holdsFiles(event)) return
    event.preventDefault()
    depth.current++
    setOver(true)
  }
  const leave = (event: DragEvent): void => {
    if (!holdsFiles(event)) return
    depth.current = Math.max(0, depth.current - 1)
    if (depth.current === 0) setOver(false)
  }
  const drop = (event: DragEvent): void => {
    if (!holdsFiles(event)) return
    event.preventDefault()
    depth.current = 0
    setOver(false)
    void takeFiles({ portalId, spaceId, folderId, path }, [...event.dataTransfer.files]).then((taken) => {
      if (!taken) say(t('files.dropNothing'))
    })
  }

  return (
    <div
      onDragEnter={enter}
      onDragOver={(event) => {
        if (!holdsFiles(event)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
      }}
      onDragLeave={leave}
      onDrop={drop}
      className="relative flex min-h-0 flex-1 flex-col"
    >
      {children}
      {over && (
        <div className="pointer-events-none absolute inset-2 z-20 grid place-items-center rounded-xl border-2 border-dashed border-accent bg-panel/95 appear">
          <div className="flex flex-col items-center gap-1 px-6 text-center">
            <span
              aria-hidden
              className="mb-2 grid size-12 place-items-center rounded-xl bg-accent text-on-accent"
            >
              <FolderUp className="size-6" />
            </span>
            <p className="text-muted">{t('files.drop')}</p>
            <p className="text-lg text-balance title-tight">{path}</p>
          </div>
        </div>
      )}
    </div>
  )
}
