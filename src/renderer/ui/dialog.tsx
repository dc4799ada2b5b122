import { useEffect, useRef, type ReactNode } from 'react'
import { classes } from '../lib/class-names.ts'

type DialogProps = {
  /** The accessible name; a dialog's visible heading may say more. */
  readonly label: string
  readonly onClose: () => void
  readonly width?: 'narrow' | 'normal' | 'wide' | 'wider' | 'sheet'
  readonly place?: 'middle' | 'top'
  /** Where the keyboard begins: at the first control, or at the dialog itself, so that nothing is pressed by accident. */
  readonly begin?: 'control' | 'dialog'
  readonly children: ReactNode
}

const widths = {
  narrow: 'w-[400px]',
  normal: 'w-[560px]',
  wide: 'w-[600px]',
  sheet: 'h-[calc(100vh-48px)] w-[960px]',
  wider: 'w-[680px]',
} as const

/**
 * The platform's own modal dialog: it makes the rest of the window inert, keeps and returns the focus,
 * closes on Escape, and injects no styles (the content security policy allows none).
 */
export const Dialog = ({
  label,
  onClose,
  width = 'normal',
  place = 'middle',
  begin = 'control',
  children,
}: DialogProps) => {
  const ref = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = ref.current
    if (dialog === null) return
    dialog.showModal()
    if (begin === 'dialog') dialog.focus()
    return () => dialog.close()
  }, [begin])
  return (
    <dialog
      ref={ref}
      aria-label={label}
      tabIndex={-1}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onMouseDown={(event) => {
        if (event.target === event.currentTarget) onClose()
      }}
      className={classes(
        'max-h-[calc(100vh-48px)] max-w-[calc(100vw-32px)] overflow-hidden rounded-xl outline-none bg-raised p-0 text-text shadow-pop rise',
        place === 'top' && 'mt-[12vh]',
        widths[width],
      )}
    >
      <div className={classes('flex max-h-[calc(100vh-48px)] flex-col', width === 'sheet' && 'h-full')}>
        {children}
      </div>
    </dialog>
  )
}
