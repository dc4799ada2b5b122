import { execFile, execFileSync } from 'node:child_process'
import { promisify } from 'node:util'
import { setTimeout as wait } from 'node:timers/promises'

const run = promisify(execFile)

const mount = (args: readonly string[]): void => {
  try {
    execFileSync('mount', args, { stdio: 'pipe' })
  } catch (error) {
    throw new Error(`This fault mounts file systems, which needs root: mount ${args.join(' ')}`, {
      cause: error,
    })
  }
}

/** A small file system in memory, over the folder `path`. */
export const mountMemory = (path: string, bytes: number): void =>
  mount(['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', path])

/** Makes a disk in a file. */
export const makeDisk = async (image: string, bytes: number): Promise<void> => {
  await run('truncate', ['-s', String(bytes), image])
  // Not every shell that may become root looks for programs where the system's own are.
  const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`
  await run('mkfs.ext4', ['-q', '-F', image], { env: { ...process.env, PATH } })
}

export const mountDisk = (image: string, path: string): void => mount(['-o', 'loop', image, path])

/** Changes what a mounted file system allows. */
export const remount = (path: string, to: 'ro' | 'rw'): void => mount(['-o', `remount,${to}`, path])

/** Copies a disk as it is at this moment: what was not synced is only in memory and not in the copy. */
export const copyDisk = (image: string, copy: string): void => {
  execFileSync('cp', ['--sparse=always', image, copy])
}

export const unmount = async (path: string): Promise<void> => {
  // A process that was killed a moment ago may still be on its way out.
  for (let tries = 1; ; tries += 1) {
    try {
      await run('umount', [path])
      return
    } catch (error) {
      if (tries >= 50) throw error
      await wait(100)
    }
  }
}
