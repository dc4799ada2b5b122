import type { FastifyInstance } from 'fastify'
import { z } from 'zod'

import { actingUser } from '../auth.ts'
import { emulatorAccount } from '../blobs/service.ts'
import type { PortalContext } from '../context.ts'
import { deleted, result } from '../envelope.ts'
import type { FileTree } from '../file-tree.ts'
import { untilDue } from '../late.ts'
import { checkName } from '../names.ts'
import { page, parseBody, parseSearch } from '../paging.ts'
import type { FileEntry, FileVersion } from '../records.ts'
import { refusal } from '../refusal.ts'
import { param } from './params.ts'
import { findSpace } from './spaces.ts'

const place = z.object({ parent_id: z.string().nullish() })
const creation = place.extend({
  name: z.string(),
  is_folder: z.boolean().default(false),
  size: z.int('must be a whole number').min(0).nullish(),
  blob: z.string().nullish(),
  thumbnail_blob: z.string().nullish(),
  silent: z.boolean().default(false),
})

export function serveFiles(app: FastifyInstance, context: PortalContext): void {
  const { store, clock } = context

  app.post('/v1/spaces/:sid/files', async (request) => {
    const space = findSpace(store, param(request, 'sid'))
    const body = parseBody(creation, request.body)
    const name = checkName(body.is_folder ? 'Folder' : 'File', body.name)
    const tree = store.files(space.id)
    const parent = findParent(tree, body.parent_id)
    const version = body.is_folder
      ? undefined
      : await checkedVersion(context, space.id, actingUser(context, request), body)

    await untilDue(request)

    // From here on nothing waits, so two registrations of one name cannot pass each other by.
    const existing = tree.named(parent, name)
    if (existing !== undefined && existing.is_folder !== body.is_folder)
      throw refusal(409, `A ${existing.is_folder ? 'folder' : 'file'} with this name already exists`)
    const entry: FileEntry = existing ?? {
      id: context.newId(),
      space_id: space.id,
      parent_id: parent,
      name,
      is_folder: body.is_folder,
      created_at: clock.stamp(),
      versions: [],
    }
    if (version !== undefined) entry.versions.push({ ...version, created_at: clock.stamp() })
    if (existing === undefined) tree.add(entry)
    if (!body.silent) store.fileNotices.push(entry.id)
    return result(printFile(entry))
  })

  app.post('/v1/spaces/:sid/files/search', async (request) => {
    const space = findSpace(store, param(request, 'sid'))
    const tree = store.files(space.id)
    const parent = findParent(tree, parseBody(place, request.body).parent_id)
    const found = page(tree.children(parent), parseSearch(request.body, ['name', 'created_at']), {
      text: (entry) => entry.name,
      fields: { name: (entry) => entry.name.toLowerCase(), created_at: (entry) => entry.created_at },
      first: (entry) => (entry.is_folder ? 0 : 1),
      otherwise: [{ id: 'name', dir: 'asc' }],
    })
    return result({ results: found.results.map(printFile), count: found.count })
  })

  app.get('/v1/spaces/:sid/files/:id', async (request) => {
    const space = findSpace(store, param(request, 'sid'))
    return result(printFile(findFile(store.files(space.id), param(request, 'id'))))
  })

  // The documentation prints this path with the id twice; it is served as printed too.
  app.get('/v1/spaces/:sid/files/:id/:again', async (request) => {
    const space = findSpace(store, param(request, 'sid'))
    if (param(request, 'id') !== param(request, 'again')) throw refusal(404, 'Not found')
    return result(printFile(findFile(store.files(space.id), param(request, 'id'))))
  })

  app.delete('/v1/spaces/:sid/files/:id', async (request) => {
    const space = findSpace(store, param(request, 'sid'))
    const tree = store.files(space.id)
    tree.remove(findFile(tree, param(request, 'id')).id)
    return deleted
  })
}

/** A file as the API answers it: its newest version, and no `parent_id` at the top level. */
function printFile(entry: FileEntry): object {
  const newest = entry.versions.at(-1)
  return {
    id: entry.id,
    space_id: entry.space_id,
    ...(entry.parent_id === null ? {} : { parent_id: entry.parent_id }),
    name: entry.name,
    size: newest?.size ?? 0,
    is_folder: entry.is_folder,
    blob: newest?.blob ?? '',
    ...(newest?.thumbnail_blob == null ? {} : { thumbnail_blob: newest.thumbnail_blob }),
    created_at: entry.created_at,
  }
}

function findFile(tree: FileTree, id: string): FileEntry {
  const entry = tree.get(id)
  if (entry === undefined) throw refusal(404, 'File not found')
  return entry
}

function findParent(tree: FileTree, id: string | null | undefined): string | null {
  if (id === null || id === undefined) return null
  const parent = tree.get(id)
  if (parent === undefined) throw refusal(404, 'Parent folder not found')
  if (!parent.is_folder) throw refusal(400, 'parent_id is not a folder')
  return parent.id
}

async function checkedVersion(
  context: PortalContext,
  spaceId: string,
  userId: string,
  body: z.output<typeof creation>,
): Promise<Omit<FileVersion, 'created_at'>> {
  if (body.size === null || body.size === undefined) throw refusal(400, 'size is required for a file')
  if (body.blob === null || body.blob === undefined || body.blob === '')
    throw refusal(400, 'blob is required for a file')
  const container = await context.openContainer(spaceId)
  const blob = bareName(context, container, body.blob)
  if (!(await context.blobs.has(container, blob)))
    throw refusal(404, 'Blob not found in the container of this space')
  const thumbnail = body.thumbnail_blob ?? ''
  return {
    blob,
    size: body.size,
    thumbnail_blob: thumbnail === '' ? null : bareName(context, container, thumbnail),
    silent: body.silent,
    user_id: userId,
  }
}

/** The documentation's prose registers a blob by its URL, its parameter list by its name: the name is kept. */
function bareName(context: PortalContext, container: string, blob: string): string {
  if (!/^https?:\/\//i.test(blob)) return blob
  const url = URL.parse(blob)
  const start = `/${emulatorAccount}/${container}/`
  if (url?.origin !== new URL(context.blobs.url).origin || !url.pathname.startsWith(start))
    throw refusal(400, 'blob is not in the container of this space')
  return decodeURIComponent(url.pathname.slice(start.length))
}
