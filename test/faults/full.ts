import { writeFile } from 'node:fs/promises'

/** Writes to `path` until nothing more fits on its disk. */
export const fill = async (path: string): Promise<void> => {
  for (const piece of [Buffer.alloc(1_048_576), Buffer.alloc(4_096)]) {
    try {
      for (;;) await writeFile(path, piece, { flag: 'a' })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
    }
  }
}
