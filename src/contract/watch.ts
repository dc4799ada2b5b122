import { z } from 'zod'
import { fileId } from '../core/file.ts'
import { portalId } from '../core/portal.ts'
import { spaceId } from '../core/space.ts'
import { compareFilter, compareId, compareRow, compareView } from '../core/transfers/compare-views.ts'
import { dropId, jobId } from '../core/transfers/views.ts'
import { watchChoices, watchId, watchView } from '../core/transfers/watch-views.ts'
import { call, event, nothing } from './define.ts'

const place = z.object({ portalId, spaceId, folderId: fileId.nullable() })
const which = z.object({ portalId, watchId })

export const watchCalls = {
  'watch.list': call(nothing, z.array(watchView)),
  /** Asks for a folder in the system's own dialog. `path` is for reading; null: the person closed it. */
  'watch.choose': call(nothing, z.object({ folder: z.object({ dropId, path: z.string() }).nullable() })),
  'watch.add': call(place.extend({ dropId, choices: watchChoices }), z.object({ id: watchId })),
  'watch.pause': call(which, nothing),
  'watch.resume': call(which, nothing),
  'watch.retry': call(which, nothing),
  /** Stops watching; deletes nothing. */
  'watch.remove': call(which, nothing),
  /** Shows the folder in the system's file manager. */
  'watch.reveal': call(which, nothing),
}

export const compareCalls = {
  /** Asks for a folder in the system's own dialog and begins to compare it. Null: the person closed it. */
  'compare.start': call(place, z.object({ compareId: compareId.nullable() })),
  /** The same two folders again, from the beginning. */
  'compare.again': call(z.object({ compareId }), z.object({ compareId })),
  'compare.view': call(z.object({ compareId }), compareView),
  'compare.rows': call(
    z.object({
      compareId,
      only: compareFilter,
      /** Folders that are folded. */
      closed: z.array(z.string().max(32_768)).max(10_000),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
    }),
    z.object({ rows: z.array(compareRow), total: z.number().int() }),
  ),
  /** Begins to compare the contents of files of equal size. */
  'compare.check': call(z.object({ compareId }), nothing),
  /** Uploads what is only here and, with `changed`, what differs. */
  'compare.send': call(
    z.object({ compareId, silent: z.boolean(), changed: z.boolean() }),
    z.object({ jobId }),
  ),
  'compare.close': call(z.object({ compareId }), nothing),
}

export const compareEvents = {
  /** A comparison went on: at most ten times a second. */
  'compare.changed': event(z.object({ compareId })),
}
