import type { FSWatcher } from 'chokidar'
import { basename } from 'node:path'
import { isLeftOut } from '../../core/transfers/watch-rules.ts'

export type NoticeInput = {
  readonly root: string
  readonly subfolders: boolean
  readonly except: string
  /** A file appeared or changed. */
  readonly noticed: (source: string) => void
  /** The system tells no (more) changes: too many folders, a drive that can't. */
  readonly deaf: () => void
  readonly signal: AbortSignal
}

export type Notice = { close(): Promise<void> }

/** Listens to what the system says of a folder. Resolves once it does listen, or was found to be deaf. */
export const listen = async (input: NoticeInput): Promise<Notice> => {
  // Read when the first folder is watched: most people watch none.
  const { watch } = await import('chokidar')
  const watcher: FSWatcher = watch(input.root, {
    ignoreInitial: true,
    followSymlinks: false,
    ignorePermissionErrors: true,
    ...(input.subfolders ? {} : { depth: 0 }),
    ignored: (path, stats) =>
      path !== input.root &&
      (path === input.except || (stats !== undefined && isLeftOut(basename(path), stats.isDirectory()))),
  })
  watcher.on('add', input.noticed)
  watcher.on('change', input.noticed)
  await new Promise<void>((resolve) => {
    watcher.once('ready', resolve)
    watcher.on('error', () => {
      input.deaf()
      resolve()
    })
    input.signal.addEventListener('abort', () => resolve(), { once: true })
  })
  return { close: () => watcher.close() }
}
