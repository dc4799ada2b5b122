import { BlobServiceClient, ContainerClient } from '@azure/storage-blob'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createCaller } from './caller.ts'
import type { Caller } from './caller.ts'
import { startPortal } from './server.ts'
import type { Portal } from './server.ts'

describe('the discarding blob service', () => {
  let portal: Portal
  let call: Caller
  let space: string
  let url: string
  beforeAll(async () => {
    portal = await startPortal({ fixture: 'small', blobs: 'discard' })
    call = createCaller(portal)
    space = [...portal.state.spaces.keys()][0] ?? ''
    url = ((await call('GET', `/spaces/${space}/sas`)).result as { url: string }).url
  })
  afterAll(() => portal.close())

  const blob = (name: string) =>
    new ContainerClient(url, undefined, { retryOptions: { maxTries: 1 } }).getBlockBlobClient(name)
  const block = (n: number) => Buffer.from(String(n).padStart(8, '0')).toString('base64')

  it('remembers lengths and MD5s of whole blobs', async () => {
    const md5 = Buffer.alloc(16, 7)
    await blob('whole').upload('twelve bytes', 12, { blobHTTPHeaders: { blobContentMD5: md5 } })
    const kept = await blob('whole').getProperties()
    expect([kept.contentLength, Buffer.from(kept.contentMD5 ?? []).equals(md5)]).toEqual([12, true])
    expect((await blob('whole').downloadToBuffer()).length).toBe(12)
  })

  it('joins staged blocks, lists them, and refuses a list that names an unknown one', async () => {
    await blob('blocks').stageBlock(block(0), 'aaaa', 4)
    await blob('blocks').stageBlock(block(1), 'bb', 2)
    expect(
      (await blob('blocks').getBlockList('uncommitted')).uncommittedBlocks?.map(({ size }) => size),
    ).toEqual([4, 2])
    await expect(blob('blocks').commitBlockList([block(0), block(9)])).rejects.toMatchObject({
      code: 'InvalidBlockList',
    })
    await blob('blocks').commitBlockList([block(0), block(1)])
    expect((await blob('blocks').getProperties()).contentLength).toBe(6)
    expect((await blob('blocks').getBlockList('committed')).committedBlocks).toHaveLength(2)
  })

  it('refuses to overwrite when told so', async () => {
    await blob('once').upload('1', 1)
    await expect(blob('once').upload('2', 1, { conditions: { ifNoneMatch: '*' } })).rejects.toMatchObject({
      statusCode: 409,
      code: 'BlobAlreadyExists',
    })
  })

  it('gives the same made-up bytes whole or in ranges', async () => {
    await blob('range').upload(Buffer.alloc(100_000), 100_000)
    const whole = await blob('range').downloadToBuffer()
    const part = await blob('range').downloadToBuffer(12_345, 20_000)
    expect(part.equals(whole.subarray(12_345, 32_345))).toBe(true)
  })

  it('refuses a changed token, one of another container, one that ended, and a listing', async () => {
    const put = (at: string) =>
      new ContainerClient(at, undefined, { retryOptions: { maxTries: 1 } })
        .getBlockBlobClient('x')
        .upload('x', 1)
    await expect(
      put(url.replace(/se=[^&]+/, 'se=2099-01-01T00%3A00%3A00Z').replace(/sig=[^&]+/, 'sig=AAAA')),
    ).rejects.toMatchObject({
      statusCode: 403,
      code: 'AuthenticationFailed',
    })
    await expect(put(url.replace(space, 'another'))).rejects.toMatchObject({ statusCode: 403 })
    portal.clock.setSkew(3_600_000)
    await expect(put(url)).rejects.toMatchObject({ statusCode: 403 })
    portal.clock.setSkew(0)
    await expect(new ContainerClient(url).listBlobsFlat().next()).rejects.toMatchObject({ statusCode: 403 })
    await expect(new BlobServiceClient(portal.blobUrl).getProperties()).rejects.toMatchObject({
      statusCode: 403,
    })
  })

  it('lets a blob be registered only when it was put', async () => {
    await blob('known').upload('known', 5)
    const register = (name: string) =>
      call('POST', `/spaces/${space}/files`, { name, size: 5, is_folder: false, blob: name })
    expect((await register('known')).status).toBe(200)
    expect((await register('unknown')).status).toBe(404)
  })
})
