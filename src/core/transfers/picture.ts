import { contentTypeOf } from './content-type.ts'
import { readImageHeader } from './image-header.ts'

/** T1.116: a row's small picture, or the file itself to be looked at. */
export const looks = ['thumbnail', 'whole'] as const
export type Look = (typeof looks)[number]

/** Rasters that hold nothing but pixels: no scripts, no links, no pages. */
export const shownTypes = ['image/jpeg', 'image/png', 'image/gif', 'image/bmp'] as const
export type ShownType = (typeof shownTypes)[number]

/** T1.116: more is not fetched, or not decoded. */
export const pictureLimits = {
  thumbnail: { bytes: 524_288, pixels: 1_048_576 },
  whole: { bytes: 20_971_520, pixels: 50_000_000 },
} as const

const typeOf = { jpeg: 'image/jpeg', png: 'image/png', gif: 'image/gif', bmp: 'image/bmp' } as const

/** What a picture may be shown as, by its own bytes and never by its name; null: it may not. */
export const shownAs = (bytes: Uint8Array, look: Look): ShownType | null => {
  const header = readImageHeader(bytes)
  if (header === undefined || header.format === 'tiff') return null
  const pixels = header.pictures.reduce((sum, { width, height }) => sum + width * height, 0)
  return pixels > pictureLimits[look].pixels ? null : typeOf[header.format]
}

/** Whether a file is worth asking for, by its name and size. */
export const mayBeShown = (name: string, size: number): boolean =>
  size > 0 && size <= pictureLimits.whole.bytes && shownTypes.some((type) => type === contentTypeOf(name))
