/** Pixels as a file's header says, before anything is decoded. */
export type ImageSize = { readonly width: number; readonly height: number }

/** What a header tells: the format, by its own bytes and not by its name, and every picture in the file. */
export type ImageHeader = {
  readonly format: 'jpeg' | 'png' | 'gif' | 'bmp' | 'tiff'
  /** One, but for TIFF, whose pages are all decoded. */
  readonly pictures: readonly ImageSize[]
}

/** T1.113: reads the header of a picture; undefined: none of the formats known here, or one that is broken. */
export const readImageHeader = (bytes: Uint8Array): ImageHeader | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    return read(view)
  } catch (error) {
    // A header that points past the file's end.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

const read = (view: DataView): ImageHeader | undefined => {
  const first = view.getUint32(0)
  if (first === 0x89504e47) return one('png', view.getUint32(16), view.getUint32(20))
  if (first === 0x47494638) return one('gif', view.getUint16(6, true), view.getUint16(8, true))
  if (first >>> 16 === 0x424d) {
    // The height of one that is stored from the top down is negative.
    return one('bmp', Math.abs(view.getInt32(18, true)), Math.abs(view.getInt32(22, true)))
  }
  if (first >>> 8 === 0xffd8ff) return readJpeg(view)
  if (first === 0x49492a00) return readTiff(view, true)
  if (first === 0x4d4d002a) return readTiff(view, false)
  return undefined
}

const one = (format: ImageHeader['format'], width: number, height: number): ImageHeader | undefined =>
  width > 0 && height > 0 ? { format, pictures: [{ width, height }] } : undefined

/** Segments follow each other, each with its length, up to the frame header (SOF), which has the size. */
const readJpeg = (view: DataView): ImageHeader | undefined => {
  for (let at = 2; ;) {
    if (view.getUint8(at) !== 0xff) return undefined
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return one('jpeg', view.getUint16(at + 7), view.getUint16(at + 5))
    // Where the pixels begin or the file ends there is no frame header any more.
    if (marker === 0xda || marker === 0xd9) return undefined
    at += 2 + view.getUint16(at + 2)
  }
}

const mostPages = 64

/** Directories are chained; each page's has its width (tag 256) and height (257). */
const readTiff = (view: DataView, little: boolean): ImageHeader | undefined => {
  const pictures: ImageSize[] = []
  for (let at = view.getUint32(4, little); at !== 0;) {
    if (pictures.length >= mostPages) return undefined
    const count = view.getUint16(at, little)
    let [width, height] = [0, 0]
    for (let entry = at + 2; entry < at + 2 + count * 12; entry += 12) {
      const tag = view.getUint16(entry, little)
      if (tag !== 256 && tag !== 257) continue
      // A number of 16 bits (type 3) or 32 bits (type 4).
      const isShort = view.getUint16(entry + 2, little) === 3
      const value = isShort ? view.getUint16(entry + 8, little) : view.getUint32(entry + 8, little)
      if (tag === 256) width = value
      else height = value
    }
    if (width === 0 || height === 0) return undefined
    pictures.push({ width, height })
    at = view.getUint32(at + 2 + count * 12, little)
  }
  return pictures.length === 0 ? undefined : { format: 'tiff', pictures }
}
