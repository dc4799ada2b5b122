// Real pictures of random pixels for the thumbnail tests.
import { randomBytes } from 'node:crypto'
import { Jimp, JimpMime } from 'jimp'

/** Its left half is red, its right half blue; a little noise, so that it is no picture of zeros. */
const picture = (width: number, height: number, alpha: number) => {
  const image = new Jimp({ width, height, color: 0x000000ff })
  const noise = randomBytes(width * height)
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const isLeft = pixel % width < width / 2
    image.bitmap.data.set(
      [isLeft ? 250 : 5, (noise[pixel] ?? 0) & 7, isLeft ? 5 : 250, pixel % 3 === 0 ? alpha : 255],
      pixel * 4,
    )
  }
  return image
}

export const jpeg = (width: number, height: number): Promise<Uint8Array> =>
  picture(width, height, 255).getBuffer(JimpMime.jpeg, { quality: 90 })

export const png = (width: number, height: number, alpha = 255): Promise<Uint8Array> =>
  picture(width, height, alpha).getBuffer(JimpMime.png)

export const bmp = (width: number, height: number): Promise<Uint8Array> =>
  picture(width, height, 255).getBuffer(JimpMime.bmp)

export const gif = (width: number, height: number): Promise<Uint8Array> =>
  picture(width, height, 255).getBuffer(JimpMime.gif)

export const tiff = (width: number, height: number): Promise<Uint8Array> =>
  picture(width, height, 255).getBuffer(JimpMime.tiff)

/** A photo as a camera writes it: how it was held, and a small picture of itself, in its EXIF data. */
export const photo = (whole: Uint8Array, orientation: number, small: Uint8Array | null): Uint8Array => {
  const smallAt = 44
  const exif = Buffer.alloc(smallAt)
  exif.write('MM\0*', 0, 'latin1')
  exif.writeUInt32BE(8, 4)
  exif.writeUInt16BE(1, 8)
  exif.set([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0], 10)
  if (small === null) {
    exif.writeUInt32BE(0, 22)
    return inserted(whole, exif.subarray(0, 26))
  }
  const ifd1 = 26
  const all = Buffer.alloc(ifd1 + 2 + 24 + 4)
  exif.writeUInt32BE(ifd1, 22)
  exif.copy(all, 0, 0, 26)
  all.writeUInt16BE(2, ifd1)
  all.set([0x02, 0x01, 0, 4, 0, 0, 0, 1], ifd1 + 2)
  all.writeUInt32BE(all.length, ifd1 + 10)
  all.set([0x02, 0x02, 0, 4, 0, 0, 0, 1], ifd1 + 14)
  all.writeUInt32BE(small.length, ifd1 + 22)
  return inserted(whole, Buffer.concat([all, small]))
}

const inserted = (whole: Uint8Array, tiffData: Uint8Array): Uint8Array => {
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 0])
  head.writeUInt16BE(2 + 6 + tiffData.length, 4)
  return Buffer.concat([head, Buffer.from('Exif\0\0', 'latin1'), tiffData, whole.subarray(2)])
}
