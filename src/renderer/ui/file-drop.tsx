import { FolderUp } from 'lucide-react'
import { useRef, useState, type DragEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

type FolderDropProps = { readonly onFiles: (files: readonly File[]) => void; readonly children: ReactNode }

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files')

/** The whole screen takes a folder. */
export const FolderDrop = ({ onFiles, children }: FolderDropProps) => {
  const { t } = useTranslation()
  const [over, setOver] = useState(false)
  // Enter and leave come for every element under the pointer: only when all are left is the screen left.
  const depth = useRef(0)
  const move = (event: DragEvent, by: number): void => {
    if (!holdsFiles(event)) return
    event.preventDefault()
    depth.current = Math.max(0, depth.current + by)
    setOver(depth.current > 0)
  }
  return (
    <div
      onDragEnter={(event) => move(event, 1)}
      onDragOver={(event) => {
        if (!holdsFiles(event)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
      }}
      onDragLeave={(event) => move(event, -1)}
      onDrop={(event) => {
        if (!holdsFiles(event)) return
        event.preventDefault()
        depth.current = 0
        setOver(false)
        onFiles([...event.dataTransfer.files])
      }}
      className="relative flex min-h-0 flex-1 flex-col"
    >
      {children}
      {over && (
        <div className="pointer-events-none absolute inset-2 z-20 grid place-items-center rounded-xl border-2 border-dashed border-accent bg-panel/95 appear">
          <p className="flex items-center gap-2 text-lg title-tight">
            <FolderUp aria-hidden className="size-5 text-accent-text" />
            {t('fanOut.title')}
          </p>
        </div>
      )}
    </div>
  )
}
