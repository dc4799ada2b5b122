import { fail } from '../../core/failure.ts'
import type { File, FileId } from '../../core/file.ts'
import type { SpaceId } from '../../core/space.ts'
import type { Live } from './live.ts'
import { onTheirWay } from './on-their-way.ts'
import type { Tools } from './tools.ts'

/** Reads registered files back from the portal, a folder's worth with one request (T1.26). */
export type Verifier = {
  /** A file is on its way here. Answers what to call once it has come, or won't; again does nothing. */
  expect(): () => void
  /** Resolves once the file is `verified` or `failed`, or the signal ended the wait. Rejects when the journal can't be written. */
  verify(live: Live, parentId: FileId | null): Promise<void>
}

type Waiting = {
  readonly live: Live
  readonly done: () => void
  readonly broken: (error: unknown) => void
}

/**
 * A folder's files are gathered until none has come for so long or none is on its way, and no longer than this
 * altogether.
 */
const quietMs = 20
const gatherMs = 200
const most = 100
/** Up to this many files of a folder are asked for one by one. */
const few = 4

export const createVerifier = (spaceId: SpaceId, tools: Tools, signal: AbortSignal): Verifier => {
  const { foyer, ports } = tools.context
  const folders = new Map<FileId | null, Waiting[]>()

  const settle = async ({ live }: Waiting, file: File): Promise<void> => {
    const row = live.row()
    if (file.blob === row.blob && file.size === row.size) {
      live.applySoon({ kind: 'verified', fileId: file.id })
      return
    }
    // T1.26: somebody gave the entry a newer version since ours was registered: ours arrived all the same.
    if (file.blob !== row.blob && file.name === row.name) {
      ports.log.info('transfers.superseded', { file: file.id })
      live.applySoon({ kind: 'verified', fileId: file.id })
      return
    }
    await live.apply({ kind: 'failed', failure: fail('integrity', { about: row.path, detail: 'size' }) })
  }

  const one = async (waiting: Waiting): Promise<void> => {
    const row = waiting.live.row()
    const fileId = row.fileId as FileId
    const answer = await tools.gate.run(() => foyer.files.get(spaceId, fileId, { signal }), signal)
    if (answer.ok) await settle(waiting, answer.value)
    else if (!signal.aborted) {
      await waiting.live.apply({ kind: 'failed', failure: { ...answer.error, about: row.path } })
    }
  }

  /** The folder's newest files, in the hope that ours are among them. */
  const many = async (group: readonly Waiting[], parentId: FileId | null): Promise<readonly Waiting[]> => {
    const page = await tools.gate.run(
      () =>
        foyer.files.search(
          spaceId,
          { parentId, pageSize: 100, pageNumber: 1, orderBy: [{ id: 'created_at', dir: 'desc' }] },
          { signal },
        ),
      signal,
    )
    if (!page.ok) return group
    const byId = new Map(page.value.results.map((file) => [file.id, file]))
    const fileOf = ({ live }: Waiting): File | undefined => byId.get(live.row().fileId as FileId)
    await Promise.all(
      group.flatMap((waiting) => {
        const file = fileOf(waiting)
        return file === undefined ? [] : [settle(waiting, file)]
      }),
    )
    return group.filter((waiting) => fileOf(waiting) === undefined)
  }

  const flush = async (parentId: FileId | null): Promise<void> => {
    const group = folders.get(parentId) ?? []
    folders.delete(parentId)
    try {
      const rest = group.length > few ? await many(group, parentId) : group
      for (const waiting of rest) {
        if (signal.aborted) break
        await one(waiting)
      }
    } catch (error) {
      // The journal could not be written: the files stay registered there, so their job may not end as if it were done.
      ports.log.error('transfers.verify', { error: error instanceof Error ? error.name : 'unknown' })
      for (const waiting of group) waiting.broken(error)
    } finally {
      for (const waiting of group) waiting.done()
    }
  }

  const later = async (parentId: FileId | null, group: readonly Waiting[]): Promise<void> => {
    let known = 0
    try {
      for (let waited = 0; waited < gatherMs && known !== group.length; waited += quietMs) {
        known = group.length
        await ports.clock.sleep(quietMs, signal)
      }
    } catch (error) {
      if (!signal.aborted) throw error
    }
    if (folders.get(parentId) === group) await flush(parentId)
  }

  return {
    // The end of a job, above all, waits for nobody.
    expect: onTheirWay(() => {
      for (const parentId of [...folders.keys()]) void flush(parentId)
    }),
    verify: (live, parentId) =>
      new Promise((resolve, reject) => {
        const group = folders.get(parentId)
        const waiting = { live, done: resolve, broken: reject }
        if (group === undefined) {
          const begun = [waiting]
          folders.set(parentId, begun)
          void later(parentId, begun)
          return
        }
        group.push(waiting)
        if (group.length >= most) void flush(parentId)
      }),
  }
}
