import { expect } from 'vitest'
import type { Archive } from '../../src/engine/storage/client.ts'
import type { Store } from '../portal/store.ts'
import { sid } from './archive.ts'

const at = (stamp: string): number => Date.parse(stamp)
const byId = <T extends { readonly id: string }>(rows: Iterable<T>): T[] =>
  [...rows].sort((a, b) => (a.id < b.id ? -1 : 1))

/** In words, where the archive is not, row by row, what the portal holds; undefined where it is. */
export const archiveDiffers = async (archive: Archive, store: Store): Promise<string | undefined> => {
  try {
    await expectArchiveEquals(archive, store)
    return undefined
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'AssertionError') throw error
    return error.message.slice(0, 400)
  }
}

/** Expects the archive to hold, row by row, what the portal holds. */
export const expectArchiveEquals = async (archive: Archive, store: Store): Promise<void> => {
  const people = await archive.run('people.list', undefined)
  expect(byId(people).map(({ id, email, role }) => ({ id, email, role }))).toEqual(
    byId(store.users.values()).map(({ id, email, role }) => ({ id, email, role })),
  )
  const groups = await archive.run('groups.list', undefined)
  expect(byId(groups).map(({ id, name, users }) => ({ id, name, users: [...users].sort() }))).toEqual(
    byId(store.groups.values()).map(({ id, name, users }) => ({ id, name, users: [...users].sort() })),
  )
  const spaces = await archive.run('spaces.all', undefined)
  expect(
    byId(spaces).map(({ id, name, members }) => [
      id,
      name,
      [...members.users].sort(),
      [...members.groups].sort(),
    ]),
  ).toEqual(
    byId(store.spaces.values()).map(({ id, name, members }) => [
      id,
      name,
      [...new Set(members.users)].sort(),
      [...new Set(members.groups)].sort(),
    ]),
  )
  for (const { id } of store.spaces.values()) {
    const messages = await archive.run('messages.all', { spaceId: sid(id) })
    expect(byId(messages)).toEqual(
      byId(store.messages(id).all()).map((one) => ({
        id: one.id,
        spaceId: one.space_id,
        userId: one.user_id,
        content: one.content,
        createdAt: at(one.created_at),
      })),
    )
    const files = await archive.run('files.all', { spaceId: sid(id) })
    expect(
      byId(files).map(({ id: fileId, parentId, name, size, isFolder }) => ({
        id: fileId,
        parentId,
        name,
        size,
        isFolder,
      })),
    ).toEqual(
      byId(store.files(id).all()).map((one) => ({
        id: one.id,
        parentId: one.parent_id,
        name: one.name,
        size: one.versions.at(-1)?.size ?? 0,
        isFolder: one.is_folder,
      })),
    )
    const detail = await archive.run('spaces.detail', { spaceId: sid(id) })
    expect(detail?.messageCount).toBe(messages.length)
    expect(detail?.fileCount).toBe(files.filter(({ isFolder }) => !isFolder).length)
  }
}
