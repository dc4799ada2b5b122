import type { FailureCode } from '../../core/failure.ts'
import type { UploadPlan } from '../../core/transfers/views.ts'

/** What a plan's sheet counts: lists cut to their beginning, the counts whole. */
export type PlanTotals = {
  file(size: number): void
  conflict(path: string, like: { readonly size: boolean; readonly same: boolean }): void
  newFolder(): void
  refused(path: string, reason: FailureCode): void
  ignored(paths: readonly string[]): void
  wrongClient(path: string, spaceName: string): void
  read(): Pick<
    UploadPlan,
    'files' | 'bytes' | 'newFolders' | 'conflicts' | 'refused' | 'ignored' | 'emptyFiles' | 'wrongClient'
  >
}

const shown = 200

export const createTotals = (): PlanTotals => {
  const files = { count: 0, bytes: 0, empty: 0, newFolders: 0 }
  const conflicts = { count: 0, sameSize: 0, same: 0, first: [] as string[] }
  const refused = { count: 0, first: [] as { path: string; reason: FailureCode }[] }
  const ignored = { count: 0, first: [] as string[] }
  const wrongClient = { count: 0, first: [] as { path: string; spaceName: string }[] }

  const add = <T>(list: { count: number; readonly first: T[] }, entry: T): void => {
    list.count += 1
    if (list.first.length < shown) list.first.push(entry)
  }

  return {
    file: (size) => {
      files.count += 1
      files.bytes += size
      if (size === 0) files.empty += 1
    },
    conflict: (path, like) => {
      add(conflicts, path)
      if (like.size) conflicts.sameSize += 1
      if (like.same) conflicts.same += 1
    },
    newFolder: () => (files.newFolders += 1),
    refused: (path, reason) => add(refused, { path, reason }),
    ignored: (paths) => {
      for (const path of paths) add(ignored, path)
    },
    wrongClient: (path, spaceName) => add(wrongClient, { path, spaceName }),
    read: () => ({
      ...{ files: files.count, bytes: files.bytes, emptyFiles: files.empty, newFolders: files.newFolders },
      ...{ conflicts, refused, ignored, wrongClient },
    }),
  }
}
