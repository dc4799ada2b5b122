import { useEffect } from 'react'

/** A file dropped beside a drop target would otherwise make the window navigate to it. */
export const useFileDropGuard = (): void => {
  useEffect(() => {
    const refuse = (event: DragEvent): void => {
      if (event.defaultPrevented) return
      event.preventDefault()
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'none'
    }
    window.addEventListener('dragover', refuse)
    window.addEventListener('drop', refuse)
    return () => {
      window.removeEventListener('dragover', refuse)
      window.removeEventListener('drop', refuse)
    }
  }, [])
}
