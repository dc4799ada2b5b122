import { createHash, randomBytes } from 'node:crypto'
import { readText, writeWhole } from './files.ts'

/**
 * The key is 32 random bytes, so its salted hash gives nothing away; but it tells a lost key, with which nothing may be
 * touched, from a damaged file (A1.1, A1.15).
 */
const hashOf = (salt: string, keyHex: string): string =>
  createHash('sha256').update(`foyer-desktop archive ${salt} ${keyHex}`).digest('hex')

export type KeyStanding = 'right' | 'wrong' | 'unknown'

export const checkKey = (path: string, keyHex: string): KeyStanding => {
  const found = /^([0-9a-f]{32}) ([0-9a-f]{64})\n?$/.exec(readText(path) ?? '')
  if (found === null) return 'unknown'
  const [, salt = '', hash] = found
  return hashOf(salt, keyHex) === hash ? 'right' : 'wrong'
}

export const keepKeyCheck = (path: string, keyHex: string): void => {
  const salt = randomBytes(16).toString('hex')
  writeWhole(path, `${salt} ${hashOf(salt, keyHex)}\n`)
}
