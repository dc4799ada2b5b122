import { randomFillSync } from 'node:crypto'
import { createReadStream, openSync, closeSync, writeSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Writes `files` files of `bytes` random bytes each, a hundred to a folder, and answers the folder of them all. */
export const writeTree = async (root: string, files: number, bytes: number): Promise<string> => {
  const buffer = Buffer.alloc(bytes)
  for (let index = 0; index < files; index += 1) {
    const folder = join(root, `Folder ${Math.floor(index / 100)}`)
    if (index % 100 === 0) await mkdir(folder, { recursive: true })
    await writeFile(join(folder, `document ${index}.bin`), randomFillSync(buffer))
  }
  return root
}

export const writeLarge = async (path: string, bytes: number): Promise<string> => {
  const buffer = Buffer.alloc(8 * 1_048_576)
  const file = openSync(path, 'w')
  for (let left = bytes; left > 0; left -= buffer.length) {
    writeSync(file, randomFillSync(buffer), 0, Math.min(left, buffer.length))
  }
  closeSync(file)
  return path
}

/** Reads everything once, so that no run is the first to touch the disk; answers how many bytes there are. */
export const warm = async (root: string): Promise<number> => {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => undefined)
  const files = entries?.filter((entry) => entry.isFile())
  const paths = files?.map(({ parentPath, name }) => join(parentPath, name)) ?? [root]
  let bytes = 0
  for (const path of paths) {
    const stream = createReadStream(path, { highWaterMark: 1_048_576 })
    for await (const chunk of stream) bytes += (chunk as Buffer).length
  }
  return bytes
}
