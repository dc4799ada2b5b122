import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Places } from './places.ts'

/** So many broken archives are kept; of the oldest beyond them nobody has asked. */
const most = 5

/** A1.15: puts files with their WAL into a folder of their own, named by the moment, and answers that folder. */
export const setAside = (places: Places, files: readonly string[], now: number): string => {
  mkdirSync(places.aside, { recursive: true, mode: 0o700 })
  const stamp = new Date(now).toISOString().replaceAll(':', '-')
  let folder = join(places.aside, stamp)
  for (let number = 2; existsSync(folder); number += 1) folder = join(places.aside, `${stamp}-${number}`)
  mkdirSync(folder, { mode: 0o700 })
  for (const file of files) {
    for (const path of [file, `${file}-wal`, `${file}-shm`]) {
      if (existsSync(path)) renameSync(path, join(folder, basename(path)))
    }
  }
  const old = readdirSync(places.aside).sort().slice(0, -most)
  for (const name of old) rmSync(join(places.aside, name), { recursive: true, force: true })
  return folder
}
