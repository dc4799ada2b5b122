import type { FailureCode } from '../failure.ts'
import { isIgnored } from './ignore.ts'

const unfinished = [
  '.part',
  '.partial',
  '.crdownload',
  '.download',
  '.opdownload',
  '.tmp',
  '.temp',
  '.filepart',
]

/** W1.4: names of files that a program is still writing: browsers' and copiers' parts, and what T1.44 ignores. */
const isUnfinished = (name: string): boolean => {
  const lower = name.toLowerCase()
  return unfinished.some((end) => lower.endsWith(end))
}

/** Whether an entry of a watched folder is none of our business, a folder with all that lies in it. */
export const isLeftOut = (name: string, isFolder: boolean): boolean =>
  isIgnored(name, isFolder) || (isFolder ? /\.(download|tmp)$/i.test(name) : isUnfinished(name))

/** W1.4: files beside `name` that say that an office program has it open: Word's (two forms) and LibreOffice's. */
export const lockNames = (name: string): readonly string[] => [
  `~$${name}`,
  ...(name.length > 2 ? [`~$${name.slice(2)}`] : []),
  `.~lock.${name}#`,
]

/**
 * W1.5: a version of a file is told by size and mtime. Not by the inode that a fingerprint has too: memory sticks and
 * network drives give out new ones each time they are connected.
 */
export const versionOf = (fingerprint: string): string => fingerprint.split(':').slice(0, 2).join(':')

/** What is known of a file of a watched folder. */
export type Known = {
  readonly fingerprint: string
  readonly size: number
  readonly sha256: string | null
  /** `before`: it was there when the folder was added and is not meant. `there`: the portal had it already. */
  readonly state: 'before' | 'sending' | 'sent' | 'there' | 'failed'
  readonly problem: FailureCode | null
}

/** `hash`: the same size as what was sent; its content decides. `later`: an older version is under way. */
export type Decision = 'send' | 'nothing' | 'hash' | 'later'

const passing: readonly (FailureCode | null)[] = ['source-missing', 'source-unreadable', 'source-changed']

/** W1.5–W1.7: what is to be done with a settled file. */
export const decide = (
  file: { readonly fingerprint: string; readonly size: number },
  known: Known | undefined,
): Decision => {
  if (known === undefined) return 'send'
  if (known.state === 'sending')
    return versionOf(known.fingerprint) === versionOf(file.fingerprint) ? 'nothing' : 'later'
  if (known.state === 'failed' && passing.includes(known.problem)) return 'send'
  if (versionOf(known.fingerprint) === versionOf(file.fingerprint)) return 'nothing'
  const sent = known.state === 'sent' || known.state === 'there'
  return sent && known.sha256 !== null && known.size === file.size ? 'hash' : 'send'
}

/** A file that was noticed, and since when (ms) it has been as it is. */
export type Candidate = { readonly fingerprint: string | null; readonly since: number }

/** W1.4: looks again at a noticed file. Settled once nothing changed for `stableMs`. */
export const look = (
  before: Candidate,
  fingerprint: string,
  now: number,
  stableMs: number,
): { readonly candidate: Candidate; readonly settled: boolean } => {
  if (before.fingerprint !== fingerprint) return { candidate: { fingerprint, since: now }, settled: false }
  return { candidate: before, settled: now - before.since >= stableMs }
}

/** W1.8: whether what has settled goes now: as soon as nothing else is settling, or when it has waited long enough. */
export const isDue = (settled: number, settling: number, waitedMs: number, longestMs: number): boolean =>
  settled > 0 && (settling === 0 || waitedMs >= longestMs)
