import { z } from 'zod'
import { fileId, fileRow } from '../core/file.ts'
import { portalId } from '../core/portal.ts'
import { spaceId } from '../core/space.ts'
import { call } from './define.ts'

export const fileCalls = {
  /** One folder's rows, folders first, then by name. `folderId` null: the top level. Read from the archive. */
  'files.list': call(
    z.object({ portalId, spaceId, folderId: fileId.nullable() }),
    z.object({
      rows: z.array(fileRow),
      /** From the top down to the folder itself; empty at the top level. */
      path: z.array(z.object({ id: fileId, name: z.string() })),
      asOf: z.number().nullable(),
    }),
  ),
  'files.createFolder': call(
    z.object({ portalId, spaceId, folderId: fileId.nullable(), name: z.string().min(1).max(255) }),
    z.object({ id: fileId }),
  ),
}
