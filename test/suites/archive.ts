import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { File, FileId } from '../../src/core/file.ts'
import type { Message, MessageId } from '../../src/core/message.ts'
import type { Group, GroupId, User, UserId } from '../../src/core/person.ts'
import type { Space, SpaceId } from '../../src/core/space.ts'
import { type Archive, openArchive, startStorageWorker } from '../../src/engine/storage/client.ts'

export const workerUrl = new URL('../../src/engine/storage/worker.ts', import.meta.url)

/** A folder with a portal's two databases, opened in a real worker; `reopen` closes and opens it with another key if given. */
export type TestArchive = {
  readonly folder: string
  readonly cachePath: string
  readonly journalPath: string
  readonly keyHex: string
  archive: Archive
  reopen(keyHex?: string): Promise<Archive>
  close(): Promise<void>
}

export const openTestArchive = async (): Promise<TestArchive> => {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-archive-'))
  const cachePath = join(folder, 'cache.db')
  const journalPath = join(folder, 'journal.db')
  const keyHex = randomBytes(32).toString('hex')
  const open = (key: string): Promise<Archive> =>
    openArchive({ cachePath, journalPath, keyHex: key }, startStorageWorker(workerUrl))
  const test: TestArchive = {
    folder,
    cachePath,
    journalPath,
    keyHex,
    archive: await open(keyHex),
    reopen: async (key = keyHex) => {
      await test.archive.close()
      test.archive = await open(key)
      return test.archive
    },
    close: async () => {
      await test.archive.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return test
}

export const sid = (id: string): SpaceId => id as SpaceId
export const uid = (id: string): UserId => id as UserId

export const aUser = (id: string, role: string, more: Partial<User> = {}): User => ({
  id: uid(id),
  email: `${id}@example.test`,
  role,
  firstName: null,
  lastName: null,
  phoneNumber: null,
  avatar: null,
  createdAt: 1,
  updatedAt: 1,
  ...more,
})

export const aGroup = (id: string, users: readonly string[]): Group => ({
  id: id as GroupId,
  name: id,
  users: users.map(uid),
  logo: null,
  createdAt: 1,
  updatedAt: 1,
})

export const aSpace = (id: string, users: readonly string[] = [], groups: readonly string[] = []): Space => ({
  id: sid(id),
  name: id,
  members: { users: users.map(uid), groups: groups.map((group) => group as GroupId) },
  createdAt: 1,
  updatedAt: 1,
})

export const aMessage = (
  spaceId: string,
  id: string,
  userId: string,
  createdAt: number,
  content = id,
): Message => ({
  id: id as MessageId,
  spaceId: sid(spaceId),
  userId: uid(userId),
  content,
  createdAt,
})

export const aFile = (
  spaceId: string,
  id: string,
  parentId: string | null,
  more: Partial<File> = {},
): File => ({
  id: id as FileId,
  spaceId: sid(spaceId),
  parentId: parentId as FileId | null,
  name: id,
  size: 10,
  isFolder: false,
  blob: `blob-${id}`,
  thumbnailBlob: null,
  createdAt: 1,
  ...more,
})

export const aFolder = (spaceId: string, id: string, parentId: string | null): File =>
  aFile(spaceId, id, parentId, { isFolder: true, size: 0, blob: null })
