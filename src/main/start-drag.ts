import { app, type BrowserWindow, nativeImage } from 'electron'

/** Begins the system's own drag of files. It lasts until they are dropped or let go. */
export const startDrag = async (
  window: BrowserWindow | undefined,
  paths: readonly string[],
): Promise<void> => {
  const [first] = paths
  if (window === undefined || first === undefined) return
  const icon = await app.getFileIcon(first, { size: 'normal' }).catch(() => nativeImage.createEmpty())
  // Without a picture some systems begin no drag at all.
  const shown = icon.isEmpty() ? nativeImage.createFromDataURL(page) : icon
  window.webContents.startDrag({ file: first, files: [...paths], icon: shown })
}

/** A sheet of paper, 32 × 32 pixels. */
const page =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAYAAABzenr0AAAAPklEQVR42u3XuwkAIBBEQUs3MrZYxVB7kMMPzIPNJ92U9Gq51Bm5LUDrI2QAAAAAAAAAAAAAAP8Crh4TnWoBKW5r8rmS9GcAAAAASUVORK5CYII='
