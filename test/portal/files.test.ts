import { BlobClient, ContainerClient } from '@azure/storage-blob'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { createCaller } from './caller.ts'
import type { Caller } from './caller.ts'
import { startPortal } from './server.ts'
import type { Portal } from './server.ts'

type File = { id: string; name: string; parent_id?: string; size: number; blob: string; is_folder: boolean }

describe('files and the blobs behind them', () => {
  let portal: Portal
  let call: Caller
  let space: string
  let sas: string
  beforeAll(async () => {
    portal = await startPortal({ fixture: 'small' })
    call = createCaller(portal)
  })
  afterAll(() => portal.close())
  beforeEach(async () => {
    space = ((await call('POST', '/spaces', { name: 'Scratch' })).result as { id: string }).id
    sas = ((await call('GET', `/spaces/${space}/sas`)).result as { url: string }).url
  })

  async function upload(name: string, text: string): Promise<string> {
    await new ContainerClient(sas).getBlockBlobClient(name).upload(text, Buffer.byteLength(text))
    return name
  }
  const register = (body: unknown) => call('POST', `/spaces/${space}/files`, body)
  const folder = async (name: string, parent_id?: string) =>
    (await register({ name, is_folder: true, parent_id })).result as File
  const list = async (parent_id?: string, more: object = {}) =>
    (await call('POST', `/spaces/${space}/files/search`, { page_size: 100, parent_id, ...more })).result as {
      results: File[]
      count: number
    }

  it('take a blob by its bare name or by its URL and keep the bare name', async () => {
    const blob = await upload(crypto.randomUUID(), 'hello')
    const byName = await register({ name: 'a.txt', size: 5, is_folder: false, blob })
    expect(byName).toMatchObject({ status: 200, result: { name: 'a.txt', size: 5, is_folder: false, blob } })
    expect(byName.result).not.toHaveProperty('parent_id')
    const url = new ContainerClient(sas).getBlockBlobClient(blob).url
    expect(await register({ name: 'b.txt', size: 5, is_folder: false, blob: url })).toMatchObject({
      result: { blob },
    })
    expect(
      await register({ name: 'c.txt', size: 5, is_folder: false, blob: url.split('?')[0] }),
    ).toMatchObject({ result: { blob } })
  })

  it('refuse a blob that is not there, and one of another container', async () => {
    expect(await register({ name: 'x', size: 1, is_folder: false, blob: crypto.randomUUID() })).toMatchObject(
      {
        status: 404,
        result: { message: 'Blob not found in the container of this space' },
      },
    )
    const elsewhere = `${portal.blobUrl}/another/blob`
    expect((await register({ name: 'x', size: 1, is_folder: false, blob: elsewhere })).status).toBe(400)
  })

  it('make a new version of one entry when a name is registered again', async () => {
    const first = (await register({ name: 'r.txt', size: 3, blob: await upload('one', 'one') }))
      .result as File
    const again = (await register({ name: 'r.txt', size: 5, blob: await upload('three', 'three') }))
      .result as File
    expect(again).toMatchObject({ id: first.id, size: 5, blob: 'three' })
    expect((await list()).count).toBe(1)
    expect(
      portal.state
        .files(space)
        .get(first.id)
        ?.versions.map(({ blob }) => blob),
    ).toEqual(['one', 'three'])
    expect((await register({ name: 'r.txt', is_folder: true })).status).toBe(409)
  })

  it('give folders first, each folder by itself, and one folder for one name', async () => {
    const zebra = await folder('Zebra')
    expect((await folder('Zebra')).id).toBe(zebra.id)
    await register({ name: 'apple.txt', size: 1, blob: await upload('apple', 'a') })
    await register({ name: 'inside.txt', size: 1, blob: await upload('inside', 'i'), parent_id: zebra.id })
    expect((await list()).results.map(({ name }) => name)).toEqual(['Zebra', 'apple.txt'])
    expect((await list(undefined, { order_by: [{ id: 'name', dir: 'asc' }] })).results[0]?.name).toBe('Zebra')
    expect((await list(zebra.id)).results.map(({ name, parent_id }) => [name, parent_id])).toEqual([
      ['inside.txt', zebra.id],
    ])
    expect((await list(zebra.id, { query: 'apple' })).count).toBe(0)
  })

  it('delete a folder with all that is below it', async () => {
    const top = await folder('Top')
    const below = await folder('Below', top.id)
    expect(await call('DELETE', `/spaces/${space}/files/${top.id}`)).toMatchObject({
      status: 200,
      result: { message: 'OK' },
    })
    expect((await call('GET', `/spaces/${space}/files/${below.id}`)).status).toBe(404)
    expect((await register({ name: 'x', is_folder: true, parent_id: below.id })).status).toBe(404)
  })

  it('are served at the path the documentation prints by mistake, too', async () => {
    const { id } = await folder('Twice')
    expect((await call('GET', `/spaces/${space}/files/${id}/${id}`)).result).toMatchObject({ id })
    expect((await call('GET', `/spaces/${space}/files/${id}`)).result).toMatchObject({ id })
  })

  it.each(['', ' ', 'a/b', 'tab\there', 'nul\u0000', 'x'.repeat(256)])(
    'are refused under the name %j',
    async (name) => {
      expect((await register({ name, is_folder: true })).status).toBe(400)
    },
  )

  it('tell nobody when registered silently', async () => {
    const before = portal.state.fileNotices.length
    await register({ name: 'quiet', is_folder: true, silent: true })
    expect(portal.state.fileNotices).toHaveLength(before)
    await register({ name: 'loud', is_folder: true })
    expect(portal.state.fileNotices).toHaveLength(before + 1)
  })

  it('of the fixture can be downloaded, with the size that is registered', async () => {
    const harper = [...portal.state.spaces.values()].find(({ name }) => name.startsWith('Harper'))
    const { results } = (await call('POST', `/spaces/${harper?.id ?? ''}/files/search`, { query: 'Welcome' }))
      .result as {
      results: File[]
    }
    const { url } = (await call('GET', `/spaces/${harper?.id ?? ''}/sas`)).result as { url: string }
    const bytes = await new ContainerClient(url).getBlobClient(results[0]?.blob ?? '').downloadToBuffer()
    expect(bytes.length).toBe(results[0]?.size)
  })

  it('come with a token that reads and writes this container but does not list it', async () => {
    expect(new URL(sas).searchParams.get('sp')).not.toContain('l')
    const container = new ContainerClient(sas)
    await upload('mine', 'text')
    expect((await container.getBlobClient('mine').downloadToBuffer()).toString()).toBe('text')
    await expect(container.listBlobsFlat().next()).rejects.toMatchObject({ statusCode: 403 })
    const other = sas.replace(space, [...portal.state.spaces.keys()][0] ?? '')
    await expect(new ContainerClient(other).getBlockBlobClient('x').upload('x', 1)).rejects.toMatchObject({
      statusCode: 403,
    })
  })

  it('come with a token that says truly when it ends', async () => {
    portal.sas.set({ seconds: 1 })
    const { url } = (await call('GET', `/spaces/${space}/sas`)).result as { url: string }
    portal.sas.set({ seconds: 600 })
    const ends = Date.parse(new URL(url).searchParams.get('se') ?? '')
    expect(ends - Date.now()).toBeLessThanOrEqual(2000)
    const blob = new BlobClient(url.replace('?', '/mine?'), undefined, { retryOptions: { maxTries: 1 } })
    await expect
      .poll(() => blob.exists().catch((error: unknown) => (error as { statusCode: number }).statusCode), {
        timeout: 5000,
      })
      .toBe(403)
  })

  it('lose their tokens when these are revoked', async () => {
    portal.sas.revokeAll()
    await expect(new ContainerClient(sas).getBlockBlobClient('x').upload('x', 1)).rejects.toMatchObject({
      statusCode: 403,
      code: 'AuthenticationFailed',
    })
  })

  it('are judged by the portal’s clock when that is off', async () => {
    for (const skew of [7_200_000, -7_200_000]) {
      portal.clock.setSkew(skew)
      const { url } = (await call('GET', `/spaces/${space}/sas`)).result as { url: string }
      const ends = Date.parse(new URL(url).searchParams.get('se') ?? '')
      expect(Math.abs(ends - Date.now() - skew - 600_000)).toBeLessThan(60_000)
      const answer = await new ContainerClient(url).getBlockBlobClient('skewed').upload('x', 1)
      expect(Math.abs((answer.date?.getTime() ?? 0) - Date.now() - skew)).toBeLessThan(60_000)
    }
    // A token of the time before ended long ago by a clock that is two hours ahead.
    portal.clock.setSkew(7_200_000)
    await expect(new ContainerClient(sas).getBlockBlobClient('x').upload('x', 1)).rejects.toMatchObject({
      statusCode: 403,
    })
    portal.clock.setSkew(0)
  })
})
