import { contentTypeOf } from './content-type.ts'
import { findEmbedded } from './exif.ts'
import { type ImageHeader, type ImageSize, readImageHeader } from './image-header.ts'

const pictureTypes: ReadonlySet<string> = new Set([
  'image/jpeg',
  'image/png',
  'image/gif',
  'image/bmp',
  'image/tiff',
])

/** The longest side of a thumbnail in pixels. */
export const thumbnailSide = 256

/** Larger files are sent without a thumbnail, bytes. */
const largestFile = 50 * 1_048_576

/** So are pictures with more pixels, unless a camera put a small one into them: decoding takes memory and seconds. */
const mostPixels = 16_000_000

/** T1.111: whether a thumbnail is worth trying, by name and size alone. */
export const wantsThumbnail = (name: string, size: number): boolean =>
  size > 0 && size <= largestFile && pictureTypes.has(contentTypeOf(name))

/** What to decode: the bytes from `offset`, turned clockwise by `turn` degrees besides what their own EXIF says. */
export type ThumbnailSource = {
  readonly offset: number
  readonly length: number
  readonly turn: 0 | 90 | 180 | 270
}

const turns: ReadonlyMap<number, ThumbnailSource['turn']> = new Map([
  [1, 0],
  [3, 180],
  [6, 90],
  [8, 270],
])

/** Cameras make it 160 pixels long or more. */
const smallestEmbedded = 160

/**
 * T1.112, T1.113: the cheapest way to a thumbnail: the small picture in a photo's EXIF data where it shows the whole,
 * else the picture itself as long as what its header says fits in memory. Undefined: none.
 */
export const thumbnailSource = (bytes: Uint8Array): ThumbnailSource | undefined => {
  const header = readImageHeader(bytes)
  if (header === undefined) return undefined
  return embeddedSource(bytes, header) ?? wholeSource(bytes, header)
}

const wholeSource = (bytes: Uint8Array, { pictures }: ImageHeader): ThumbnailSource | undefined => {
  const pixels = pictures.reduce((sum, { width, height }) => sum + width * height, 0)
  return pixels > mostPixels ? undefined : { offset: 0, length: bytes.length, turn: 0 }
}

const embeddedSource = (bytes: Uint8Array, header: ImageHeader): ThumbnailSource | undefined => {
  const [picture] = header.pictures
  if (header.format !== 'jpeg' || picture === undefined) return undefined
  const found = findEmbedded(bytes)
  const turn = turns.get(found?.orientation ?? 0)
  if (found === undefined || turn === undefined) return undefined
  const small = readImageHeader(bytes.subarray(found.offset, found.offset + found.length))?.pictures[0]
  if (small === undefined || Math.max(small.width, small.height) < smallestEmbedded) return undefined
  // Black bars above and below, or a picture that was cropped after it was taken: not the same picture.
  return isAlike(small, picture) ? { offset: found.offset, length: found.length, turn } : undefined
}

const isAlike = (one: ImageSize, other: ImageSize): boolean => {
  const ratio = (one.width * other.height) / (one.height * other.width)
  return ratio > 0.97 && ratio < 1.03
}

/**
 * T1.114: how large a picture is made: it fits a square of `thumbnailSide`, keeps its proportions, has at least one
 * pixel each way, and is never enlarged.
 */
export const thumbnailSize = (
  width: number,
  height: number,
): { readonly width: number; readonly height: number } => {
  const scale = Math.min(1, thumbnailSide / Math.max(width, height))
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  }
}
