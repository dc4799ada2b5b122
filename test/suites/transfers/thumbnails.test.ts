import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { Jimp } from 'jimp'
import { afterEach, describe, expect, test } from 'vitest'
import { fail } from '../../../src/core/failure.ts'
import { bmp, gif, jpeg, photo, png, tiff } from './pictures.ts'
import { blobRequests, createWorld, random, upload, type World } from './world.ts'

const workerUrl = new URL('../../../src/engine/transfers/thumbnail-worker.ts', import.meta.url)
/** However slow the machine: what is looked at here is what is made, not how soon. */
const patient = { thumbnails: { patienceMs: 60_000, jobPatienceMs: 600_000, longestMs: 60_000 } }
const startThumbnailWorker = (): Worker => new Worker(workerUrl)

let world: World
afterEach(() => world.close())

/** The thumbnails of the space's files by name, decoded; null for files without one. */
const thumbnails = async () => {
  const answer = await fetch(`${world.portal.url}/v1/spaces/${world.spaceId}/sas`, {
    headers: { authorization: `Basic ${Buffer.from(`${world.portal.key}:`).toString('base64')}` },
  })
  const { result } = (await answer.json()) as { result: { url: string } }
  const [container, token] = result.url.split('?')
  const found = new Map<
    string,
    { image: Awaited<ReturnType<typeof Jimp.read>>; type: string | null } | null
  >()
  for (const entry of world.portal.state.files(world.spaceId).all()) {
    if (entry.is_folder) continue
    const blob = entry.versions.at(-1)?.thumbnail_blob ?? null
    if (blob === null) {
      found.set(entry.name, null)
      continue
    }
    const response = await fetch(`${container}/${blob}?${token}`)
    expect(response.status).toBe(200)
    const bytes = Buffer.from(await response.arrayBuffer())
    // Nothing of where and with what it was taken.
    expect(bytes.includes('Exif')).toBe(false)
    found.set(entry.name, {
      image: await Jimp.read(bytes),
      type: response.headers.get('content-type'),
    })
  }
  return found
}

describe('thumbnails', { timeout: 120_000 }, () => {
  test('T1.110, T1.114: pictures of every kind get a small one, registered with the file', async () => {
    world = await createWorld({ startThumbnailWorker, transfers: patient })
    await world.put('src/p/photo.jpg', await jpeg(640, 400))
    await world.put('src/p/clear.png', await png(300, 600, 0))
    await world.put('src/p/solid.bmp', await bmp(100, 50))
    await world.put('src/p/drawing.gif', await gif(320, 64))
    await world.put('src/p/scan.tiff', await tiff(64, 320))
    await world.put('src/p/letter.pdf', random(2_000))
    const job = await upload(world, [join(world.folder, 'src/p')])
    expect(job).toMatchObject({ state: 'done', files: { done: 6 } })
    const made = await thumbnails()
    const size = (name: string): unknown => {
      const image = made.get(name)?.image
      return image === undefined ? null : [image.bitmap.width, image.bitmap.height]
    }
    expect(Object.fromEntries([...made.keys()].map((name) => [name, size(name)]))).toEqual({
      'photo.jpg': [256, 160],
      'clear.png': [128, 256],
      'solid.bmp': [100, 50],
      'drawing.gif': [256, 51],
      'scan.tiff': [51, 256],
      'letter.pdf': null,
    })
    expect(made.get('photo.jpg')?.type).toBe('image/jpeg')
    expect(made.get('clear.png')?.type).toBe('image/png')
    expect(made.get('clear.png')?.image.hasAlpha()).toBe(true)
  })

  test('T1.112, T1.114: a photo is turned as it was held, and its own small picture is used', async () => {
    world = await createWorld({ startThumbnailWorker, transfers: patient })
    const whole = await jpeg(640, 480)
    const cases = { 'top left': 1, upside: 3, 'turned right': 6, 'turned left': 8 }
    for (const [name, orientation] of Object.entries(cases)) {
      await world.put(`src/h/${name} whole.jpg`, photo(whole, orientation, null))
      await world.put(`src/h/${name} small.jpg`, photo(whole, orientation, await jpeg(160, 120)))
    }
    // Black bars: another shape than the photo's, so the photo itself is made smaller.
    await world.put('src/h/bars.jpg', photo(whole, 1, await jpeg(160, 90)))
    await upload(world, [join(world.folder, 'src/h')])
    const made = await thumbnails()
    /** Where red is: the half that was on the left. */
    const look = (name: string): string => {
      const image = made.get(name)?.image
      if (image === undefined) return 'none'
      const { width, height } = image.bitmap
      const isRed = (x: number, y: number): boolean => image.getPixelColor(x, y) >>> 24 > 128
      const [middleX, middleY] = [Math.floor(width / 2), Math.floor(height / 2)]
      const side = isRed(3, middleY) && isRed(3, 3) && isRed(3, height - 4) ? 'left' : ''
      const right =
        isRed(width - 4, middleY) && isRed(width - 4, 3) && isRed(width - 4, height - 4) ? 'right' : ''
      const top = isRed(middleX, 3) && isRed(3, 3) && isRed(width - 4, 3) ? 'top' : ''
      const bottom =
        isRed(middleX, height - 4) && isRed(3, height - 4) && isRed(width - 4, height - 4) ? 'bottom' : ''
      return `${width}×${height} ${side}${right}${top}${bottom}`
    }
    expect(Object.fromEntries([...made.keys()].map((name) => [name, look(name)]))).toEqual({
      'top left whole.jpg': '256×192 left',
      'top left small.jpg': '160×120 left',
      'upside whole.jpg': '256×192 right',
      'upside small.jpg': '160×120 right',
      'turned right whole.jpg': '192×256 top',
      'turned right small.jpg': '120×160 top',
      'turned left whole.jpg': '192×256 bottom',
      'turned left small.jpg': '120×160 bottom',
      'bars.jpg': '256×192 left',
    })
  })

  test('T1.113: what is no picture, or says that it is a huge one, goes without and is never decoded', async () => {
    let workers = 0
    world = await createWorld({
      startThumbnailWorker: () => {
        workers += 1
        return startThumbnailWorker()
      },
    })
    const bomb = Buffer.from(await png(10, 10))
    bomb.writeUInt32BE(60_000, 16)
    bomb.writeUInt32BE(60_000, 20)
    await world.put('src/b/bomb.png', bomb)
    await world.put('src/b/noise.jpg', random(5_000))
    await world.put('src/b/empty.gif', new Uint8Array())
    const job = await upload(world, [join(world.folder, 'src/b')])
    expect(job).toMatchObject({ state: 'done', files: { done: 3 } })
    expect([...(await thumbnails()).values()]).toEqual([null, null, null])
    expect(workers).toBe(0)
    expect(blobRequests(world, 'PUT', null)).toHaveLength(3)
  })

  test('T1.110: a thread that ends over a picture costs its thumbnail and nothing else', async () => {
    world = await createWorld({
      transfers: patient,
      startThumbnailWorker: () =>
        new Worker("require('node:worker_threads').parentPort.on('message', () => process.exit(1))", {
          eval: true,
        }),
    })
    for (const name of ['a', 'b', 'c']) await world.put(`src/c/${name}.jpg`, await jpeg(300, 200))
    const job = await upload(world, [join(world.folder, 'src/c')])
    expect(job).toMatchObject({ state: 'done', files: { done: 3, failed: 0 }, problems: [] })
    expect([...(await thumbnails()).values()]).toEqual([null, null, null])
  })

  test('T1.110: who is not ready in time goes without; the file is there all the same', async () => {
    world = await createWorld({
      transfers: { thumbnails: { patienceMs: 20, jobPatienceMs: 30, longestMs: 60_000 } },
      // A thread that hears and never answers.
      startThumbnailWorker: () =>
        new Worker("require('node:worker_threads').parentPort.on('message', () => undefined)", {
          eval: true,
        }),
    })
    for (const name of ['a', 'b', 'c']) await world.put(`src/s/${name}.png`, await png(300, 200))
    const job = await upload(world, [join(world.folder, 'src/s')])
    expect(job).toMatchObject({ state: 'done', files: { done: 3, failed: 0 } })
    expect([...(await thumbnails()).values()]).toEqual([null, null, null])
  })

  test('T1.110: a storage that takes no thumbnails costs them and nothing else', async () => {
    // The picture goes by blocks, so that the one Put Blob is its thumbnail's.
    const isThumbnail = ({ method, url }: { readonly method: string; readonly url: string }): boolean =>
      method === 'PUT' && !url.includes('comp=')
    world = await createWorld({
      startThumbnailWorker,
      transfers: { ...patient, blockBytes: 65_536 },
      http: (http) => ({
        ...http,
        send: (request) =>
          isThumbnail(request)
            ? Promise.resolve({ ok: false, error: fail('unreachable') })
            : http.send(request),
      }),
    })
    const noisy = await png(300, 300)
    expect(noisy.length).toBeGreaterThan(65_536)
    await world.put('src/d/picture.png', noisy)
    const job = await upload(world, [join(world.folder, 'src/d')])
    expect(job).toMatchObject({ state: 'done', files: { done: 1, failed: 0 } })
    expect([...(await thumbnails()).values()]).toEqual([null])
  })
})
