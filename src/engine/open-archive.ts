import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { fail, FailureError } from '../core/failure.ts'
import type { Portal } from '../core/portal.ts'
import { err, ok, type Result } from '../core/result.ts'
import { keyAccount, readArchiveKey, secretsFor } from './archive-key.ts'
import type { Ports } from './ports.ts'
import { type Archive, openArchive } from './storage/client.ts'

/** A portal's archive: all that the list of spaces needs, and open before anything else of the portal is read. */
export type OpenedArchive = {
  readonly archive: Archive
  /** The API key; asked of the keychain anew after a failure. */
  apiKey(): Promise<Result<string>>
}

type Place = {
  readonly portal: Portal
  readonly folder: string
  readonly ports: Ports
  readonly startWorker: () => Worker
}

const openFiles = async (place: Place, keyHex: string): Promise<Result<Archive>> => {
  const { folder, portal } = place
  try {
    const archive = await openArchive(
      { cachePath: join(folder, 'cache.db'), journalPath: join(folder, 'journal.db'), keyHex },
      place.startWorker(),
    )
    return ok(archive)
  } catch (error) {
    if (error instanceof FailureError) return err({ ...error.failure, about: portal.name })
    throw error
  }
}

/** Reads the archive's key and opens its files. */
export const openArchiveOf = async (place: Place): Promise<Result<OpenedArchive>> => {
  const { portal, ports, folder } = place
  const secrets = secretsFor(ports, portal.keeping)
  const readApiKey = async (): Promise<Result<string>> => {
    const read = await secrets.read(keyAccount(portal.id))
    if (!read.ok) return read
    return read.value === undefined ? err(fail('key-missing', { about: portal.name })) : ok(read.value)
  }
  const archivePlace = { ports, portalId: portal.id, folder, keeping: portal.keeping }
  // A keychain answers one question after another: the archive's key comes first, and the archive opens while the
  // API key is still being read. In memory, the archive's key is wrapped under the API key.
  const early = portal.keeping === 'keychain' ? readArchiveKey({ ...archivePlace, apiKey: '' }) : undefined
  let key = readApiKey()
  const archiveKey = await (early ??
    key.then((read) => (read.ok ? readArchiveKey({ ...archivePlace, apiKey: read.value }) : read)))
  if (!archiveKey.ok) return err({ ...archiveKey.error, about: portal.name })
  const archive = await openFiles(place, archiveKey.value)
  if (!archive.ok) return archive
  return ok({
    archive: archive.value,
    apiKey: async () => {
      const read = await key
      if (!read.ok) key = readApiKey()
      return read
    },
  })
}
