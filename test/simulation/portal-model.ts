import { z } from 'zod'
import { type Answer, json, type Question } from './answer.ts'
import { containerUrl, type StorageModel } from './storage-model.ts'

/** One entry of the space. A folder has no versions. */
export type Entry = {
  readonly id: string
  readonly parentId: string | null
  readonly name: string
  readonly isFolder: boolean
  readonly createdAt: number
  readonly versions: { readonly blob: string; readonly size: number }[]
}

/** Foyer's API of one space, as far as transfers use it. */
export type PortalModel = {
  handle(question: Question): Answer
  entries(): readonly Entry[]
  pathOf(entry: Entry): string
  /** An entry that is there without a request of ours; a file's blob is in the storage already. */
  place(parentId: string | null, name: string, version: Entry['versions'][number] | null): Entry
}

export const spaceId = 'space-1'
export const spaceName = 'Harper & Lowe'

const creation = z.object({
  name: z.string(),
  is_folder: z.boolean().default(false),
  parent_id: z.string().optional(),
  size: z.number().optional(),
  blob: z.string().optional(),
})

const search = z.object({
  parent_id: z.string().optional(),
  query: z.string().optional(),
  order_by: z
    .array(z.object({ id: z.enum(['name', 'created_at']), dir: z.enum(['asc', 'desc']) }))
    .default([]),
  page_size: z.number(),
  page_number: z.number(),
})

export const createPortalModel = (
  now: () => number,
  storage: StorageModel,
  sas: () => { readonly lifeMs: number; readonly permissions: string },
): PortalModel => {
  const entries = new Map<string, Entry>()

  const add = (parentId: string | null, name: string, isFolder: boolean): Entry => {
    const entry = {
      ...{ id: `e${entries.size + 1}`, parentId, name, isFolder },
      ...{ createdAt: Math.floor(now()), versions: [] },
    }
    entries.set(entry.id, entry)
    return entry
  }

  const print = (entry: Entry): object => {
    const newest = entry.versions.at(-1)
    return {
      ...{ id: entry.id, space_id: spaceId, name: entry.name, is_folder: entry.isFolder },
      ...(entry.parentId === null ? {} : { parent_id: entry.parentId }),
      ...{ size: newest?.size ?? 0, blob: newest?.blob ?? '', created_at: entry.createdAt },
    }
  }

  const refuse = (status: number, message: string): Answer => json(status, { message }, now())

  const create = (body: z.output<typeof creation>): Answer => {
    const parentId = body.parent_id ?? null
    if (parentId !== null && entries.get(parentId)?.isFolder !== true) return refuse(404, 'Parent not found')
    const namesake = [...entries.values()].find(
      (entry) => entry.parentId === parentId && entry.name === body.name && entry.isFolder === body.is_folder,
    )
    // Harsher than the portal may be: a folder asked for twice is there twice, so that doubling shows.
    if (body.is_folder) return json(200, print(add(parentId, body.name, true)), now())
    if (body.size === undefined || body.blob === undefined) return refuse(400, 'blob and size are required')
    if (storage.blob(body.blob) === undefined) return refuse(404, 'Blob not found')
    const entry = namesake ?? add(parentId, body.name, false)
    entry.versions.push({ blob: body.blob, size: body.size })
    return json(200, print(entry), now())
  }

  const find = (body: z.output<typeof search>): Answer => {
    const wanted = body.query?.toLowerCase() ?? ''
    const field = (entry: Entry, id: 'name' | 'created_at'): string | number =>
      id === 'name' ? entry.name.toLowerCase() : entry.createdAt
    const found = [...entries.values()]
      .filter((entry) => entry.parentId === (body.parent_id ?? null))
      .filter((entry) => entry.name.toLowerCase().includes(wanted))
      .sort((a, b) => {
        if (a.isFolder !== b.isFolder) return a.isFolder ? -1 : 1
        for (const { id, dir } of body.order_by) {
          const [left, right] = [field(a, id), field(b, id)]
          if (left !== right) return left < right === (dir === 'asc') ? -1 : 1
        }
        return a.id < b.id ? -1 : 1
      })
    const start = (body.page_number - 1) * body.page_size
    const results = found.slice(start, start + body.page_size).map(print)
    return json(200, { results, count: found.length }, now())
  }

  const token = (): Answer => {
    const { lifeMs, permissions } = sas()
    const query = storage.grant(lifeMs, permissions)
    return json(200, { token: query, url: `${containerUrl}?${query}` }, now())
  }

  return {
    handle: ({ method, url, body }) => {
      const [, , , , below, id] = url.pathname.split('/')
      const parsed = (): unknown => JSON.parse(Buffer.from(body).toString())
      if (method === 'GET' && below === 'sas') return token()
      if (method === 'POST' && below === 'files')
        return id === 'search' ? find(search.parse(parsed())) : create(creation.parse(parsed()))
      const entry = entries.get(id ?? '')
      if (method === 'GET' && below === 'files' && entry !== undefined) return json(200, print(entry), now())
      return refuse(404, 'Not found')
    },
    entries: () => [...entries.values()],
    pathOf: (entry) => pathIn(entries, entry),
    place: (parentId, name, version) => {
      const entry = add(parentId, name, version === null)
      if (version !== null) entry.versions.push(version)
      return entry
    },
  }
}

const pathIn = (entries: ReadonlyMap<string, Entry>, entry: Entry): string => {
  const parent = entry.parentId === null ? undefined : entries.get(entry.parentId)
  return parent === undefined ? entry.name : `${pathIn(entries, parent)}/${entry.name}`
}
