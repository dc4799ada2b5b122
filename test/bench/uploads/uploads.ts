import { join } from 'node:path'
import type { Measured } from '../measured.ts'
import { againstAzcopy } from './against-azcopy.ts'
import { writeLarge, writeTree } from './tree.ts'

const smallBytes = 64 * 1_024
const largeBytes = 4 * 1_024 ** 3

/** `files` files of 64 KiB, a hundred to a folder, each registered and read back, against azcopy. */
export const uploadSmall = (files: number, floor: boolean): Promise<readonly Measured[]> =>
  againstAzcopy('upload-small', files, (folder) => writeTree(join(folder, 'tree'), files, smallBytes), floor)

/** One file of 4 GiB, by blocks, against azcopy. */
export const uploadLarge = (): Promise<readonly Measured[]> =>
  againstAzcopy('upload-large', 1, (folder) => writeLarge(join(folder, 'large.bin'), largeBytes), false)
