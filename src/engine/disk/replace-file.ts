import { open, rename } from 'node:fs/promises'

/**
 * Writes beside the file, flushes, renames: a crash or a power cut leaves the old content or the new, never half of
 * one. Readable by its owner alone. Two writings of one file must not overlap.
 */
export const replaceFile = async (path: string, text: string): Promise<void> => {
  const beside = `${path}.new`
  const file = await open(beside, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(beside, path)
}
