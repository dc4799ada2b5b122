import { expect } from 'vitest'
import { createCaller } from '../../portal/caller.ts'
import { given, gone, newBlob, newFolder, page, type Rows, value } from './stand.ts'

/** Files and messages. */
export const contentRows = {
  'POST /v1/spaces/:sid/files': async (world) => {
    const { foyer, space, sent } = world
    const folder = await newFolder(world)
    // A folder has no blob and no size.
    expect(given(sent[0]).body).toEqual({ name: folder.name, is_folder: true, silent: true })
    const blob = await newBlob(world, 5)
    const file = value(
      await foyer.files.register(space, { name: 'a.pdf', size: 5, blob, parentId: folder.id, silent: true }),
    )
    expect(file).toMatchObject({ name: 'a.pdf', size: 5, parentId: folder.id, blob, isFolder: false })
    // The bare name of the blob, whatever the documentation's prose says.
    expect(given(sent.at(-1)).body).toEqual({
      ...{ name: 'a.pdf', size: 5, blob, parent_id: folder.id, is_folder: false, silent: true },
    })
  },
  'POST /v1/spaces/:sid/files/search': async (world) => {
    const { foyer, space, sent } = world
    const folder = await newFolder(world)
    const top = value(await foyer.files.search(space, { ...page, parentId: null }))
    expect(top.results.map(({ id }) => id)).toContain(folder.id)
    const kinds = top.results.map(({ isFolder }) => isFolder)
    expect(kinds).toEqual(kinds.toSorted((a, b) => Number(b) - Number(a)))
    expect(given(sent.at(-1)).body).not.toHaveProperty('parent_id')
    expect(value(await foyer.files.search(space, { ...page, parentId: folder.id })).results).toEqual([])
    expect(given(sent.at(-1)).body).toHaveProperty('parent_id', folder.id)
  },
  'GET /v1/spaces/:sid/files/:id': async (world) => {
    const folder = await newFolder(world)
    expect(value(await world.foyer.files.get(world.space, folder.id))).toEqual(folder)
    // The documentation prints the id twice; the client asks as the library does, the portal knows both.
    const call = createCaller(world.portal)
    const twice = await call('GET', `/spaces/${world.space}/files/${folder.id}/${folder.id}`)
    expect(twice.result).toMatchObject({ id: folder.id })
  },
  'DELETE /v1/spaces/:sid/files/:id': async (world) => {
    const folder = await newFolder(world)
    value(await world.foyer.files.remove(world.space, folder.id))
    gone(await world.foyer.files.get(world.space, folder.id))
  },
  'POST /v1/spaces/:sid/messages': async ({ foyer, space, person, sent }) => {
    const own = value(await foyer.messages.send(space, { content: 'Grüße' }))
    expect(own).toMatchObject({ spaceId: space, content: 'Grüße' })
    const asOther = value(await foyer.messages.send(space, { content: 'For them', userId: person }))
    expect(asOther.userId).toBe(person)
    // Nobody is named but on purpose.
    expect(sent.map(({ body }) => body)).toEqual([
      { content: 'Grüße' },
      { content: 'For them', user_id: person },
    ])
  },
  'POST /v1/spaces/:sid/messages/search': async ({ foyer, space }) => {
    const { id } = value(await foyer.messages.send(space, { content: 'The newest' }))
    const found = value(await foyer.messages.search(space, page))
    expect([found.count, found.results[0]?.id]).toEqual([null, id])
  },
  'GET /v1/spaces/:sid/messages/:id': async ({ foyer, space }) => {
    const made = value(await foyer.messages.send(space, { content: 'One' }))
    expect(value(await foyer.messages.get(space, made.id))).toEqual(made)
  },
  'GET /v1/messages/:id': async ({ foyer, space, sent }) => {
    const made = value(await foyer.messages.send(space, { content: 'One' }))
    expect(value(await foyer.messages.get(space, made.id))).toEqual(made)
    expect(sent.slice(1).map(({ path }) => path)).toEqual([
      `/v1/spaces/${space}/messages/${made.id}`,
      `/v1/messages/${made.id}`,
    ])
  },
  'DELETE /v1/spaces/:sid/messages/:id': async ({ foyer, space }) => {
    const { id } = value(await foyer.messages.send(space, { content: 'Oops' }))
    value(await foyer.messages.remove(space, id))
    gone(await foyer.messages.get(space, id))
  },
} as const satisfies Rows
