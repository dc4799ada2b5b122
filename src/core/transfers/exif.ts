/** The small picture that cameras put into a photo's EXIF data, and how the photo was held. */
export type EmbeddedPicture = {
  /** A JPEG of its own within the file. */
  readonly offset: number
  readonly length: number
  /** EXIF's number, 1 to 8. */
  readonly orientation: number
}

/** T1.112: finds the small picture of a JPEG; undefined: there is none, or the EXIF data is broken. */
export const findEmbedded = (bytes: Uint8Array): EmbeddedPicture | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    return find(view)
  } catch (error) {
    // An offset that points past the file's end.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

const find = (view: DataView): EmbeddedPicture | undefined => {
  if (view.getUint16(0) !== 0xffd8) return undefined
  for (let at = 2; view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint8(at + 1)
    if (marker === 0xda || marker === 0xd9) return undefined
    // "Exif" and two zeros, then a TIFF header, from which all offsets count.
    if (marker === 0xe1 && view.getUint32(at + 4) === 0x45786966) return readExif(view, at + 10)
  }
  return undefined
}

const readExif = (view: DataView, start: number): EmbeddedPicture | undefined => {
  const little = view.getUint16(start) === 0x4949
  const main = directory(view, start, start + view.getUint32(start + 4, little), little)
  if (main.next === 0) return undefined
  const { entries } = directory(view, start, start + main.next, little)
  const [offset, length] = [entries.get(0x0201), entries.get(0x0202)]
  if (offset === undefined || length === undefined || length === 0) return undefined
  const from = start + offset
  if (from + length > view.byteLength || view.getUint16(from) !== 0xffd8) return undefined
  return { offset: from, length, orientation: main.entries.get(0x0112) ?? 1 }
}

/** The numbers of one directory by their tags, and where the next one begins (0: nowhere). */
const directory = (
  view: DataView,
  start: number,
  at: number,
  little: boolean,
): { readonly entries: ReadonlyMap<number, number>; readonly next: number } => {
  if (at <= start) return { entries: new Map(), next: 0 }
  const count = view.getUint16(at, little)
  const entries = new Map<number, number>()
  for (let entry = at + 2; entry < at + 2 + count * 12; entry += 12) {
    const isShort = view.getUint16(entry + 2, little) === 3
    const value = isShort ? view.getUint16(entry + 8, little) : view.getUint32(entry + 8, little)
    entries.set(view.getUint16(entry, little), value)
  }
  return { entries, next: view.getUint32(at + 2 + count * 12, little) }
}
