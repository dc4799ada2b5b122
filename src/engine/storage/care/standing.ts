import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { flushFolder, readText, writeWhole } from './files.ts'

/**
 * What the last one who had the archive left behind (A1.14). Nothing: it was closed. `opening`, `closing`: it ended on
 * the way in or out. `open`: it ended in the middle, so both databases have a WAL. `suspect`: a read found damage.
 * `replacing`: a journal that was put together again was about to take its place.
 */
export type Standing = 'opening' | 'open' | 'closing' | 'suspect' | 'replacing'

const standings: readonly string[] = ['opening', 'open', 'closing', 'suspect', 'replacing']

export const readStanding = (path: string): Standing | undefined => {
  const text = readText(path)?.trim()
  if (text === undefined) return undefined
  // What can't be read says at least that nobody closed it.
  return standings.includes(text) ? (text as Standing) : 'opening'
}

/** What is to be said on the way out lies ready while there is room for it: on a full disk a rename still works. */
const readyBeside = (path: string): string => `${path}.closing`

export const writeStanding = (path: string, standing: Standing | undefined): void => {
  const ready = readyBeside(path)
  if (standing === 'open') writeFileSync(ready, 'closing', { mode: 0o600 })
  if (standing === undefined) {
    rmSync(path, { force: true })
    rmSync(ready, { force: true })
  } else if (standing === 'closing' && existsSync(ready)) {
    renameSync(ready, path)
    flushFolder(dirname(path))
  } else writeWhole(path, standing)
}
