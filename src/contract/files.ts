import { z } from 'zod'
import { fileId, fileRow } from '../core/file.ts'
import { pinView } from '../core/pins.ts'
import { portalId } from '../core/portal.ts'
import { spaceId } from '../core/space.ts'
import { dragId } from '../core/transfers/drag.ts'
import { looks } from '../core/transfers/picture.ts'
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
  /** T1.116: a picture as a `data:` address; null when there is none that may be shown. */
  'files.picture': call(
    z.object({ portalId, spaceId, fileId, look: z.enum(looks) }),
    z.object({ url: z.string().startsWith('data:image/').nullable() }),
  ),
  /** Keeps files on this computer, encrypted, for when there is no network; or keeps them no longer. */
  'files.pin': call(
    z.object({ portalId, spaceId, fileIds: z.array(fileId).min(1).max(1000), pinned: z.boolean() }),
    z.undefined(),
  ),
  /** The portal's files kept on this computer: what they take, what they may take, in bytes, and how each stands. */
  'pins.list': call(
    z.object({ portalId }),
    z.object({ pins: z.array(pinView), used: z.number(), quota: z.number() }),
  ),
  /** P1.8: opens the kept copy of a file, without the portal; `unknown-id` while it is not here. */
  'pins.open': call(z.object({ portalId, fileId }), z.undefined()),
  /** Brings files to this computer so that they can be dragged out of the window. Paths stay in the main process. */
  'files.prepareDrag': call(
    z.object({ portalId, spaceId, fileIds: z.array(fileId).min(1).max(100) }),
    z.object({ dragId }),
  ),
  /** Begins the system's drag of what was prepared: while the pointer's button is down. */
  'files.startDrag': call(z.object({ dragId }), z.undefined()),
}
