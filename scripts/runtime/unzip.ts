// Unpacks a zip with what Node has: a fresh machine has no `unzip`, and the archives read here are plain
// (stored or deflated, below 4 GiB), so the format's small core is enough.
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, symlink, type FileHandle } from 'node:fs/promises'
import { dirname, join, normalize, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createInflateRaw } from 'node:zlib'

type Entry = {
  readonly name: string
  readonly method: number
  readonly packedBytes: number
  readonly headerAt: number
  readonly mode: number
}

/** Unpacks every entry `rename` gives a new relative path for; `undefined` leaves the entry out. */
export const unzip = async (
  zip: string,
  into: string,
  rename: (name: string) => string | undefined,
): Promise<void> => {
  const file = await open(zip, 'r')
  try {
    for (const entry of await readDirectory(file)) {
      const target = rename(entry.name)
      if (target !== undefined) await unpack(zip, file, entry, inside(into, target))
    }
  } finally {
    await file.close()
  }
}

const inside = (root: string, relative: string): string => {
  const path = normalize(join(root, relative))
  if (!path.startsWith(root + sep))
    throw new Error(`The archive names a path outside its folder: ${relative}`)
  return path
}

const readAt = async (file: FileHandle, at: number, bytes: number): Promise<Buffer> => {
  const buffer = Buffer.alloc(bytes)
  const { bytesRead } = await file.read(buffer, 0, bytes, at)
  if (bytesRead !== bytes) throw new Error('The archive ends too early')
  return buffer
}

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50

const readDirectory = async (file: FileHandle): Promise<readonly Entry[]> => {
  const { size } = await file.stat()
  const tailBytes = Math.min(size, 22 + 0xffff)
  const tail = await readAt(file, size - tailBytes, tailBytes)
  let end = tail.length - 22
  while (end >= 0 && tail.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1
  if (end < 0) throw new Error('Not a zip archive')
  const count = tail.readUInt16LE(end + 10)
  const directory = await readAt(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12))
  const entries: Entry[] = []
  let at = 0
  for (let index = 0; index < count; index += 1) {
    if (directory.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('The archive has a broken directory')
    const nameBytes = directory.readUInt16LE(at + 28)
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameBytes),
      method: directory.readUInt16LE(at + 10),
      packedBytes: directory.readUInt32LE(at + 20),
      headerAt: directory.readUInt32LE(at + 42),
      mode: directory.readUInt32LE(at + 38) >>> 16,
    })
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return entries
}

const isLink = (mode: number): boolean => (mode & 0o170000) === 0o120000

const unpack = async (zip: string, file: FileHandle, entry: Entry, target: string): Promise<void> => {
  if (entry.name.endsWith('/')) {
    await mkdir(target, { recursive: true })
    return
  }
  await mkdir(dirname(target), { recursive: true })
  const header = await readAt(file, entry.headerAt, 30)
  const start = entry.headerAt + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  if (isLink(entry.mode)) {
    await symlink((await readAt(file, start, entry.packedBytes)).toString('utf8'), target)
    return
  }
  const sink = createWriteStream(target, { mode: (entry.mode & 0o777) === 0 ? 0o644 : entry.mode & 0o777 })
  if (entry.packedBytes === 0) {
    await pipeline([Buffer.alloc(0)], sink)
    return
  }
  const packed = createReadStream(zip, { start, end: start + entry.packedBytes - 1 })
  if (entry.method === 0) await pipeline(packed, sink)
  else if (entry.method === 8) await pipeline(packed, createInflateRaw(), sink)
  else throw new Error(`${entry.name} is packed in a way not known here (${entry.method})`)
}
