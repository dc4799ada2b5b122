import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { blockName, hasBit } from '../../src/core/transfers/blocks.ts'
import type { StoredTransfer } from '../../src/engine/storage/tables/transfer-rows.ts'
import type { LogEntry } from '../portal/request-log.ts'

const fileIn = (folder: string): string => join(folder, 'blocks.txt')

/** Keeps on disk, at once, which blocks the journal has as acknowledged: the process may be killed the next moment. */
export const keepAcknowledged = (folder: string, rows: readonly StoredTransfer[]): void => {
  const now = Date.now()
  for (const { lane, phase, staged, size, blockSize, id } of rows) {
    if (lane !== 'large' || phase !== 'staging' || staged === null) continue
    const indices = Array.from({ length: Math.ceil(size / blockSize) }, (_, index) => index)
    const lines = indices
      .filter((index) => hasBit(staged, index))
      .map((index) => `${now} ${blockName(id, index)}\n`)
    appendFileSync(fileIn(folder), lines.join(''))
  }
}

/** When each block was first known as acknowledged, in ms since the epoch. */
const acknowledgedIn = (folder: string): ReadonlyMap<string, number> => {
  const known = new Map<string, number>()
  if (!existsSync(fileIn(folder))) return known
  for (const line of readFileSync(fileIn(folder), 'utf8').split('\n')) {
    const [time = '', name = ''] = line.split(' ')
    if (!known.has(name)) known.set(name, Number(time))
  }
  return known
}

/**
 * How many blocks the portal was sent again after the journal had them as acknowledged (T1.16). Those under way at a
 * kill may come again. Blocks are told by their ids, which stay the same when a file begins again as another blob.
 */
export const blocksSentAgain = (
  log: readonly LogEntry[],
  folder: string,
): { readonly blocks: number; readonly again: number } => {
  const known = acknowledgedIn(folder)
  const sent = new Set<string>()
  let again = 0
  for (const { service, method, url, at } of log) {
    const query = new URL(url, 'http://storage').searchParams
    const id = query.get('blockid')
    if (service !== 'blob' || method !== 'PUT' || query.get('comp') !== 'block' || id === null) continue
    const name = Buffer.from(id, 'base64').toString('utf8')
    sent.add(name)
    if (Date.parse(at) > (known.get(name) ?? Infinity)) again += 1
  }
  return { blocks: sent.size, again }
}
