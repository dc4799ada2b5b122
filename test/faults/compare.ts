import { BlobServiceClient, RestError, StorageSharedKeyCredential } from '@azure/storage-blob'
import { containerOf } from '../portal/blobs/address.ts'
import { emulatorAccount, emulatorKey } from '../portal/blobs/service.ts'
import type { FileEntry } from '../portal/records.ts'
import type { Stand, Tree } from './stand.ts'
import { type MadeFile, md5Of } from './tree.ts'

export type Damage = {
  readonly files: number
  readonly lost: number
  readonly doubled: number
  readonly corrupt: number
}

/** Compares a tree that was sent with what the portal holds: its entries, their versions, and the very bytes stored. */
export const compare = async (stand: Stand, tree: Tree): Promise<Damage> => {
  const entries = entriesBelow(stand, tree.name)
  const damage = { files: tree.files.length, lost: 0, doubled: 0, corrupt: 0 }
  for (const file of tree.files) {
    const found = entries.get(file.path) ?? []
    entries.delete(file.path)
    const versions = found.flatMap((entry) => entry.versions)
    if (versions.length === 0) damage.lost += 1
    if (versions.length > 1) damage.doubled += 1
    for (const { blob, size } of versions) {
      if (!(await isStored(stand, blob, size, file))) damage.corrupt += 1
    }
  }
  // What is there under a name nobody sent, such as "report (2).pdf", is a file that came twice.
  damage.doubled += entries.size
  return damage
}

/** The files below a folder at the top of the space, by their paths from there. */
const entriesBelow = (stand: Stand, root: string): Map<string, FileEntry[]> => {
  const tree = stand.portal.state.files(stand.spaceId)
  const pathOf = (entry: FileEntry): string => {
    const parent = entry.parent_id === null ? undefined : tree.get(entry.parent_id)
    return parent === undefined ? entry.name : `${pathOf(parent)}/${entry.name}`
  }
  const found = new Map<string, FileEntry[]>()
  for (const entry of tree.all()) {
    const path = pathOf(entry)
    if (entry.is_folder || !path.startsWith(`${root}/`)) continue
    const below = path.slice(root.length + 1)
    found.set(below, [...(found.get(below) ?? []), entry])
  }
  return found
}

/** MD5s of what is stored for each path below a folder, one for each version; of wrong size or gone: 'damaged'. */
export const versionsBelow = async (stand: Stand, root: string): Promise<Map<string, string[]>> => {
  const found = new Map<string, string[]>()
  for (const [path, entries] of entriesBelow(stand, root)) {
    const versions = entries.flatMap((entry) => entry.versions)
    found.set(path, await Promise.all(versions.map(({ blob, size }) => storedMd5(stand, blob, size))))
  }
  return found
}

const isStored = async (stand: Stand, blob: string, size: number, file: MadeFile): Promise<boolean> =>
  size === file.size && (await storedMd5(stand, blob, size)) === file.md5

/** The MD5 of a blob's bytes, when the storage keeps the same one and `size` is its size; else 'damaged'. */
const storedMd5 = async (stand: Stand, blob: string, size: number): Promise<string> => {
  const account = new BlobServiceClient(
    stand.portal.blobUrl,
    new StorageSharedKeyCredential(emulatorAccount, emulatorKey),
  )
  const client = account.getContainerClient(containerOf(stand.spaceId)).getBlobClient(blob)
  try {
    const [bytes, facts] = [await client.downloadToBuffer(), await client.getProperties()]
    const kept = Buffer.from(facts.contentMD5 ?? []).toString('hex')
    const md5 = md5Of(bytes)
    return bytes.length === size && kept === md5 ? md5 : 'damaged'
  } catch (error) {
    // An entry whose blob is not there is as bad as one with other bytes.
    if (error instanceof RestError && error.statusCode === 404) return 'damaged'
    throw error
  }
}
