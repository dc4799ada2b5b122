// Folders of random bytes to send, and their fingerprints: random, because bugs in block order hide in zeros.
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { filesUnder } from './canary.ts'

const megabyte = 1024 * 1024

/** 300 files in nested folders, sizes from 0 bytes to 96 KiB. */
export const writeNestedFiles = async (root: string, count: number): Promise<void> => {
  for (let index = 0; index < count; index += 1) {
    const folder = join(
      root,
      `Client ${index % 6}`,
      index % 2 === 0 ? 'Années 2026' : '2025',
      `Q${(index % 4) + 1}`,
    )
    const path = join(folder, `document ${index}${index % 7 === 0 ? ' – é文' : ''}.pdf`)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, randomBytes((index * 331) % (96 * 1024)))
  }
}

export const writeLargeFile = async (path: string, megabytes: number): Promise<void> => {
  const file = await open(path, 'w')
  try {
    for (let written = 0; written < megabytes; written += 4) await file.write(randomBytes(4 * megabyte))
  } finally {
    await file.close()
  }
}

const sha256 = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array)
  return hash.digest('hex')
}

/** Relative path → SHA-256 of every file under a folder. */
export const fingerprints = async (root: string): Promise<Readonly<Record<string, string>>> => {
  const paths = [...(await filesUnder(root))].sort()
  const entries: [string, string][] = []
  for (const path of paths) entries.push([relative(root, path), await sha256(path)])
  return Object.fromEntries(entries)
}
