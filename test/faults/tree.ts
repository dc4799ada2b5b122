import { createCipheriv, createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Random } from '../portal/random.ts'

/** A file that was made: its path below the tree's root with forward slashes, bytes, and MD5 in hex. */
export type MadeFile = { readonly path: string; readonly size: number; readonly md5: string }

/** How large the files of a tree are; `blockBytes` is what the engine under test puts in one block. */
export type Shape = { readonly small: number; readonly large: number; readonly blockBytes: number }

export const md5Of = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex')

/** Bytes nobody could mistake for others (quality rule 3): a cipher's stream, so that a seed gives the same ones again. */
export const randomBytesOf = (random: Random, size: number): Uint8Array => {
  const key = createHash('sha256').update(random.uuid()).digest()
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(size))
}

/** Writes a mixed tree below `root`: small files over a few folders, an empty one, and some that go by blocks. */
export const makeTree = async (root: string, random: Random, shape: Shape): Promise<MadeFile[]> => {
  const { blockBytes } = shape
  const places = ['', 'Bank/', 'Bank/2025/', 'Löhne & Gehälter/']
  const sizes = [
    ...Array.from({ length: shape.small }, (_, index) => (index === 0 ? 0 : random.between(1, 20_000))),
    // On, just under and just over a block's edge, and anywhere.
    ...Array.from({ length: shape.large }, (_, index) =>
      index === 0 ? blockBytes * 2 + 1 : random.between(blockBytes + 1, blockBytes * 12),
    ),
  ]
  const files: MadeFile[] = []
  for (const [index, size] of sizes.entries()) {
    const path = `${random.pick(places)}Beleg ${String(index).padStart(4, '0')}.bin`
    const bytes = randomBytesOf(random, size)
    const full = join(root, path)
    await mkdir(dirname(full), { recursive: true })
    await writeFile(full, bytes)
    files.push({ path, size, md5: md5Of(bytes) })
  }
  return files
}
