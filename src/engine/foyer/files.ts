import type { FoyerClient } from './client.ts'
import { given, pageBody } from './page.ts'
import { remove } from './removal.ts'
import type { Requester } from './request.ts'
import { fileWire, pageWire } from './wire.ts'

const filePage = pageWire(fileWire)

export const createFiles = (requester: Requester): FoyerClient['files'] => {
  const { ask } = requester
  return {
    search: (spaceId, page, { signal } = {}) =>
      ask({
        method: 'POST',
        path: ['spaces', spaceId, 'files', 'search'],
        body: { ...pageBody(page), ...given({ parent_id: page.parentId ?? undefined }) },
        schema: filePage,
        kind: 'read',
        signal,
      }),
    // The documentation prints /files/:id/:id, a slip.
    get: (spaceId, id, { signal } = {}) =>
      ask({
        method: 'GET',
        path: ['spaces', spaceId, 'files', id],
        schema: fileWire,
        kind: 'read',
        signal,
      }),
    // A folder goes without blob and size, as the public library sends it.
    createFolder: (spaceId, { name, parentId, silent }, { signal } = {}) =>
      ask({
        method: 'POST',
        path: ['spaces', spaceId, 'files'],
        body: given({ name, is_folder: true, parent_id: parentId ?? undefined, silent }),
        schema: fileWire,
        kind: 'create',
        signal,
      }),
    register: (spaceId, file, { signal } = {}) =>
      ask({
        method: 'POST',
        path: ['spaces', spaceId, 'files'],
        body: given({
          parent_id: file.parentId ?? undefined,
          name: file.name,
          size: file.size,
          is_folder: false,
          blob: file.blob,
          thumbnail_blob: file.thumbnailBlob,
          silent: file.silent,
        }),
        schema: fileWire,
        kind: 'create',
        signal,
      }),
    remove: (spaceId, id, { signal } = {}) => remove(requester, ['spaces', spaceId, 'files', id], signal),
  }
}
