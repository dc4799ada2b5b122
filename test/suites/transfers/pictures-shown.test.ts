import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { Jimp } from 'jimp'
import { afterEach, expect, test } from 'vitest'
import { fileId } from '../../../src/core/file.ts'
import { type Look, pictureLimits } from '../../../src/core/transfers/picture.ts'
import { gif, jpeg, png, tiff } from './pictures.ts'
import { blobRequests, createWorld, random, upload, valueOf, type World } from './world.ts'

const workerUrl = new URL('../../../src/engine/transfers/thumbnail-worker.ts', import.meta.url)

let world: World
afterEach(() => world.close())

/** Sends files, so that the space and the archive know them. */
const send = async (files: Readonly<Record<string, Uint8Array>>): Promise<void> => {
  world = await createWorld({
    startThumbnailWorker: () => new Worker(workerUrl),
    transfers: { thumbnails: { patienceMs: 60_000, jobPatienceMs: 600_000, longestMs: 60_000 } },
  })
  for (const [name, bytes] of Object.entries(files)) await world.put(`src/p/${name}`, bytes)
  expect(await upload(world, [join(world.folder, 'src/p')])).toMatchObject({ state: 'done' })
}

const look = async (name: string, how: Look) => {
  const entry = [...world.portal.state.files(world.spaceId).all()].find((one) => one.name === name)
  return world.transfers().picture({ spaceId: world.spaceId, fileId: fileId.parse(entry?.id), look: how })
}

test('T1.116: a picture is shown as it is, and its thumbnail small', { timeout: 120_000 }, async () => {
  const whole = await jpeg(640, 400)
  await send({ 'photo.jpg': whole, 'clear.png': await png(300, 300, 0), 'drawing.gif': await gif(64, 64) })
  const shown = valueOf(await look('photo.jpg', 'whole'))
  expect(shown?.type).toBe('image/jpeg')
  expect(Buffer.from(shown?.bytes ?? []).equals(whole)).toBe(true)
  const small = valueOf(await look('photo.jpg', 'thumbnail'))
  const decoded = await Jimp.read(Buffer.from(small?.bytes ?? []))
  expect([decoded.bitmap.width, decoded.bitmap.height]).toEqual([256, 160])
  expect(valueOf(await look('clear.png', 'thumbnail'))?.type).toBe('image/png')
  expect(valueOf(await look('drawing.gif', 'whole'))?.type).toBe('image/gif')
})

test('T1.116: what is no raster by its own bytes has an icon, whatever it is called', async () => {
  await send({
    'page.png': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    'noise.jpg': random(3_000),
    'scan.tiff': await tiff(20, 20),
    'letter.pdf': random(500),
  })
  for (const name of ['page.png', 'noise.jpg', 'scan.tiff', 'letter.pdf']) {
    expect(valueOf(await look(name, 'whole'))).toBeNull()
  }
  expect(valueOf(await look('letter.pdf', 'thumbnail'))).toBeNull()
})

test('T1.116: a picture that would take too much is not fetched, or not decoded', async () => {
  const bomb = Buffer.from(await png(2, 2))
  // Its header speaks of 60,000 × 60,000 pixels.
  bomb.writeUInt32BE(60_000, 16)
  bomb.writeUInt32BE(60_000, 20)
  await send({ 'bomb.png': bomb, 'huge.png': random(pictureLimits.whole.bytes + 1) })
  const before = blobRequests(world, 'GET', null).length
  expect(valueOf(await look('huge.png', 'whole'))).toBeNull()
  expect(blobRequests(world, 'GET', null)).toHaveLength(before)
  expect(valueOf(await look('bomb.png', 'whole'))).toBeNull()
})

test('a file of another space is nothing to look at', async () => {
  await send({ 'photo.jpg': await jpeg(20, 20) })
  const other = await world.addSpace('Another')
  const entry = [...world.portal.state.files(world.spaceId).all()].find(({ name }) => name === 'photo.jpg')
  const asked = { spaceId: other, fileId: fileId.parse(entry?.id), look: 'whole' } as const
  expect(await world.transfers().picture(asked)).toMatchObject({ ok: false, error: { code: 'unknown-id' } })
})
