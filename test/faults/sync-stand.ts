import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { UserId } from '../../src/core/person.ts'
import { createSync } from '../../src/engine/sync/sync.ts'
import { type Archive, openArchive, startStorageWorker } from '../../src/engine/storage/client.ts'
import { type Portal, startPortal } from '../portal/server.ts'
import { workerUrl } from '../suites/archive.ts'
import { archiveDiffers } from '../suites/archive-equals.ts'
import { portalContext } from '../suites/portal-archive.ts'
import { note, type Outcome } from './outcome.ts'

export const keyHex = '07'.repeat(32)

/** A portal, and a profile's archive of it. */
export type SyncStand = {
  readonly portal: Portal
  readonly folder: string
  readonly cachePath: string
  readonly journalPath: string
  open(): Promise<Archive>
  /** Syncs everything and compares row by row; what differs is counted as lost. */
  expectEqual(archive: Archive, outcome: Outcome, what: string): Promise<void>
  close(): Promise<void>
}

export const openSyncStand = async (seed: number): Promise<SyncStand> => {
  const portal = await startPortal({ fixture: 'small', blobs: 'discard', seed })
  const base = await mkdtemp(join(tmpdir(), 'foyer-sync-'))
  const folder = join(base, 'portal')
  await mkdir(folder)
  const cachePath = join(folder, 'cache.db')
  const journalPath = join(folder, 'journal.db')
  return {
    ...{ portal, folder, cachePath, journalPath },
    open: () => openArchive({ cachePath, journalPath, keyHex }, startStorageWorker(workerUrl)),
    expectEqual: async (archive, outcome, what) => {
      const context = portalContext(archive, {
        ...{ url: portal.url, key: portal.key, me: portal.state.keyUser },
      })
      const sync = createSync(context)
      const read = await sync.everything(() => undefined)
      if (!read.ok) outcome.broken.push(`${what}: the sync failed: ${read.error.code}`)
      await sync.close()
      await context.close()
      const differs = await archiveDiffers(archive, portal.state)
      if (differs !== undefined) {
        outcome.lost += 1
        outcome.broken.push(`${what}: ${differs}`)
      }
      note(outcome, 'archives compared row by row', 1)
    },
    close: async () => {
      await portal.close()
      await rm(base, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  }
}

/** Opens an archive as a person would wait for it: until the inbox can be shown. Notes the slowest. */
export const openUsable = async (stand: SyncStand, outcome: Outcome): Promise<Archive> => {
  const began = performance.now()
  const archive = await stand.open()
  await archive.run('inbox.list', { me: stand.portal.state.keyUser as UserId, now: Date.now() })
  const took = Math.round(performance.now() - began)
  outcome.notes['slowest opening, ms'] = Math.max(outcome.notes['slowest opening, ms'] ?? 0, took)
  return archive
}
