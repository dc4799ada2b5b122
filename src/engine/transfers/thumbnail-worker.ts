// The thread that decodes pictures of other people's making: what it trips over ends with it, never with the upload.
import { parentPort } from 'node:worker_threads'
import { Jimp, JimpMime } from 'jimp'
import { thumbnailSize } from '../../core/transfers/thumbnail.ts'
import type { FromThumbnailWorker, ToThumbnailWorker } from './thumbnail-protocol.ts'

const port = parentPort
if (port === null) throw new Error('thumbnail-worker must run in a worker thread')

const quality = 80
/** Where a JPEG would take more it is refused by the decoder. */
const memoryMegabytes = 400

/** T1.114: decodes, turns it as its EXIF says, and writes it small, without any of its metadata. */
const make = async ({ id, bytes, turn }: ToThumbnailWorker): Promise<FromThumbnailWorker> => {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const image = await Jimp.fromBuffer(whole, { 'image/jpeg': { maxMemoryUsageInMB: memoryMegabytes } })
  const { width, height } = thumbnailSize(image.bitmap.width, image.bitmap.height)
  if (width !== image.bitmap.width || height !== image.bitmap.height) image.resize({ w: width, h: height })
  // Jimp turns the other way round.
  if (turn !== 0) image.rotate(360 - turn)
  const contentType = image.hasAlpha() ? JimpMime.png : JimpMime.jpeg
  const made =
    contentType === JimpMime.png
      ? await image.getBuffer(JimpMime.png)
      : await image.getBuffer(JimpMime.jpeg, { quality })
  return { id, ok: true, bytes: made, contentType }
}

port.on('message', (request: ToThumbnailWorker) => {
  make(request).then(
    (answer) => port.postMessage(answer),
    (error: unknown) => {
      const reason = error instanceof Error ? error.name : 'unknown'
      port.postMessage({ id: request.id, ok: false, reason } satisfies FromThumbnailWorker)
    },
  )
})
