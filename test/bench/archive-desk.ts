// A profile whose portal's archive is one of the kept ones (test/bench/archives.ts), or an empty one.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { portalId } from '../../src/core/portal.ts'
import { archiveAccount } from '../../src/engine/archive-key.ts'
import { createKeychain } from '../../src/main/ports/keychain.ts'
import { dataDirOf } from '../../src/main/profile-dir.ts'
import { startPortal } from '../portal/server.ts'
import { type ArchiveName, copyArchive, keptArchive } from './archives.ts'
import { cli } from './desk.ts'

export type ArchiveDesk = { readonly profile: string; close(): Promise<void> }

/** The portal is gone when this resolves: what is shown comes from the archive. */
export const archiveDesk = async (name: ArchiveName | 'empty'): Promise<ArchiveDesk> => {
  const profile = await mkdtemp(join(tmpdir(), 'foyer-bench-'))
  // Both fixtures have the same administrator, so the archive's "me" is the key's.
  const portal = await startPortal({ fixture: 'small', blobs: 'discard' })
  await cli(['portals', 'add', 'bench', '--url', portal.url, '--user-data-dir', profile], portal.key)
  await portal.close()
  if (name !== 'empty') {
    const kept = await keptArchive(name)
    const dataDir = dataDirOf(profile)
    const listed = await readFile(join(dataDir, 'portals.json'), 'utf8')
    const id = portalId.parse(/"id":\s*"([^"]+)"/.exec(listed)?.[1])
    const keychain = createKeychain({ service: 'Foyer Desktop', timeoutMs: 5_000 })
    const written = await keychain.write(archiveAccount(id), kept.keyHex)
    if (!written.ok) throw new Error(`The keychain took no key: ${written.error.code}`)
    await copyArchive(kept, join(dataDir, 'portals', id))
  }
  return {
    profile,
    close: () => rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  }
}
