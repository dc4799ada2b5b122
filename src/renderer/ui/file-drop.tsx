import { useRef, useState, type DragEvent, type ReactNode } from 'react'

type FileDropProps = {
  /** What letting go does. */
  readonly label: string
  readonly icon: ReactNode
  readonly onFiles: (files: readonly File[]) => void
  readonly children: ReactNode
}

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files')

/** A place of which the whole takes files that are dropped. */
export const FileDrop = ({ label, icon, onFiles, children }: FileDropProps) => {
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
          <p className="flex items-center gap-2 text-lg title-tight [&_svg]:size-5 [&_svg]:text-accent-text">
            {icon}
            {label}
          </p>
        </div>
      )}
    </div>
  )
}
