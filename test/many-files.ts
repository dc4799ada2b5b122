// A paused job of very many files, written into a profile's journal as the engine itself writes it.
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { portalId } from '../src/core/portal.ts'
import { archiveAccount } from '../src/engine/archive-key.ts'
import { openArchive, startStorageWorker } from '../src/engine/storage/client.ts'
import { plannedRow } from '../src/engine/transfers/plan-rows.ts'
import { createKeychain } from '../src/main/ports/keychain.ts'
import { dataDirOf } from '../src/main/profile-dir.ts'

const batch = 1_000

/** Every third file is done; the others wait. The program must not be running. */
export const writeManyFiles = async (profile: string, count: number): Promise<void> => {
  const dataDir = dataDirOf(profile)
  const listed = await readFile(join(dataDir, 'portals.json'), 'utf8')
  const id = portalId.parse(/"id":\s*"([^"]+)"/.exec(listed)?.[1])
  const key = await createKeychain({ service: 'Foyer Desktop', timeoutMs: 5_000 }).read(archiveAccount(id))
  if (!key.ok || key.value === undefined) throw new Error('The keychain has no key of this archive')
  const folder = join(dataDir, 'portals', id)
  const archive = await openArchive(
    { cachePath: join(folder, 'cache.db'), journalPath: join(folder, 'journal.db'), keyHex: key.value },
    startStorageWorker(new URL('../src/engine/storage/worker.ts', import.meta.url)),
  )
  const jobId = randomUUID()
  await archive.run('transfers.createJob', {
    ...{
      id: jobId,
      direction: 'upload',
      spaceId: 's',
      spaceName: 'Harper & Lowe LLP',
      title: 'Archive 2026',
    },
    ...{ state: 'paused', folderId: null, silent: true, target: null, createdAt: Date.now(), endedAt: null },
  })
  for (let first = 0; first < count; first += batch) {
    const files = Array.from({ length: Math.min(batch, count - first) }, (_, index) => {
      const number = first + index
      const path = `Archive 2026/Client ${number % 60}/Q${(number % 4) + 1}/document ${number}.pdf`
      const transfer = { jobId, number, id: randomUUID(), path, source: join(profile, path) }
      const row = plannedRow(transfer, {
        ...{ folder: null, name: `document ${number}.pdf`, size: 20_000 + (number % 977) * 512 },
        ...{ lane: 'small', blockSize: 8 * 1_048_576, blob: randomUUID() },
      })
      return number % 3 === 0 ? { ...row, phase: 'verified' as const, endedAt: 1 } : row
    })
    await archive.run('transfers.add', { folders: [], files, listed: null })
  }
  await archive.close()
}
