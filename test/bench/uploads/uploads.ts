import { join } from 'node:path'
import type { Measured } from '../measured.ts'
import { againstAzcopy } from './against-azcopy.ts'
import { writeLarge, writeTree } from './tree.ts'

const smallBytes = 64 * 1_024

/** `files` files of 64 KiB, a hundred to a folder, each registered and read back, against azcopy. */
export const uploadSmall = (files: number, floor: boolean): Promise<readonly Measured[]> =>
  againstAzcopy('upload-small', files, (folder) => writeTree(join(folder, 'tree'), files, smallBytes), {
    floor,
  })

/** One file by blocks, against azcopy as it comes, which hashes nothing, and against azcopy told to make the file's MD5. */
export const uploadLarge = (mebibytes: number): Promise<readonly Measured[]> =>
  againstAzcopy('upload-large', 1, (folder) => writeLarge(join(folder, 'large.bin'), mebibytes * 1_048_576), {
    md5: true,
  })
