import { fail } from '../../core/failure.ts'
import type { FileRow } from '../../core/file.ts'
import { err, ok } from '../../core/result.ts'
import type { PortalContext } from '../context.ts'
import { portalNow } from '../portal-now.ts'
import type { PortalEngine } from '../portal.ts'
import { readSearch } from './search.ts'
import { readSpaces } from './spaces.ts'
import { readThread } from './thread.ts'

/** Everything of a portal that is read from the archive: no call here waits for the network. */
export type Reads = {
  readonly spaces: Omit<PortalEngine['spaces'], 'watch'>
  readonly messages: Pick<PortalEngine['messages'], 'page' | 'around' | 'audience' | 'thread'>
  readonly templates: PortalEngine['templates']
  readonly files: Pick<PortalEngine['files'], 'list'>
  readonly people: PortalEngine['people']
  readonly views: PortalEngine['views']
  readonly search: PortalEngine['search']
}

export const createReads = (context: PortalContext): Reads => {
  const { archive, me } = context
  return {
    spaces: readSpaces(context),
    messages: {
      page: (spaceId, before, limit) => archive.run('messages.page', { spaceId, before, limit, me: me.id }),
      audience: (spaceId) => archive.run('audience.of', { spaceId }),
      thread: (spaceId, format) => readThread(context, spaceId, format),
      around: async (spaceId, messageId, limit) => {
        const found = await archive.run('messages.around', { spaceId, messageId, limit, me: me.id })
        return found === undefined ? err(fail('unknown-id', { about: messageId })) : ok(found)
      },
    },
    files: {
      list: async (spaceId, folderId) => {
        const listed = await archive.run('files.list', { spaceId, folderId })
        if (listed === undefined) {
          return err(
            folderId === null
              ? fail('unknown-space', { about: spaceId })
              : fail('unknown-id', { about: folderId }),
          )
        }
        const [newSince, verified, pins] = await Promise.all([
          archive.run('marks.lookAtFiles', { spaceId, now: portalNow(context) }),
          archive.run('transfers.verifiedAmong', { spaceId, fileIds: listed.rows.map(({ id }) => id) }),
          archive.run('pins.states', undefined),
        ])
        const here = new Set<string>(verified)
        const pinned = new Map<string, FileRow['pin']>(pins.map(({ fileId, state }) => [fileId, state]))
        const rows = listed.rows.map((row): FileRow => ({
          ...row,
          isNew: row.addedAt > newSince,
          here: here.has(row.id) ? 'sent-verified' : 'none',
          pin: pinned.get(row.id) ?? 'none',
        }))
        return ok({ rows, path: listed.path, asOf: listed.asOf })
      },
    },
    templates: {
      list: () => archive.run('templates.list', undefined),
      save: async (template) => {
        await archive.run('templates.save', { template })
        context.changed(null, ['templates'])
      },
      remove: async (id) => {
        await archive.run('templates.remove', { id })
        context.changed(null, ['templates'])
      },
    },
    views: {
      list: () => archive.run('views.list', undefined),
      save: async (view) => {
        await archive.run('views.save', { view })
        context.changed(null, ['views'])
      },
      remove: async (id) => {
        await archive.run('views.remove', { id })
        context.changed(null, ['views'])
      },
    },
    people: { list: () => archive.run('people.list', undefined) },
    search: readSearch(context),
  }
}
