import { z } from 'zod'
import { fileId } from '../file.ts'
import { spaceId } from '../space.ts'
import { jobId } from './views.ts'

/** What is known of one file that was sent and read back: the proof a person can keep (T1.100). */
export const receipt = z.object({
  /** Its place in the chain of this portal's receipts, from 1. */
  number: z.number().int().min(1),
  jobId,
  transferId: z.string(),
  fileId,
  /** The blob's name in the space's storage. */
  blob: z.string(),
  spaceId,
  spaceName: z.string(),
  /** Path within the job, with forward slashes. */
  path: z.string(),
  /** Its name in the portal. */
  name: z.string(),
  /** Bytes. */
  size: z.number(),
  /** Base64, as the storage writes it; null where a version before receipts sent it. */
  md5: z.string().nullable(),
  /** Hex. */
  sha256: z.string().nullable(),
  /** Whose key it was sent with. */
  userId: z.string(),
  /** When the read back agreed: ms since the epoch, by this computer's clock. */
  verifiedAt: z.number(),
  /** The hash of the receipt before it. */
  previous: z.string(),
  /** SHA-256 in hex over `previous` and everything above. */
  hash: z.string(),
})
export type Receipt = Readonly<z.infer<typeof receipt>>

/** A receipt before it has its place in the chain. */
export type ReceiptFacts = Omit<Receipt, 'number' | 'previous' | 'hash'>

/** SHA-256 of a text as UTF-8, in hex. Core knows no hash function of its own. */
export type HashText = (text: string) => string

/** Where a chain begins: no receipt hashes to this. */
export const chainStart = '0'.repeat(64)

/** T1.101: the one way to write a receipt as text. A later form begins with another word, so that none is mistaken. */
const canonical = (number: number, facts: ReceiptFacts): string =>
  JSON.stringify([
    'foyer-receipt-1',
    number,
    facts.jobId,
    facts.transferId,
    facts.fileId,
    facts.blob,
    facts.spaceId,
    facts.spaceName,
    facts.path,
    facts.name,
    facts.size,
    facts.md5,
    facts.sha256,
    facts.userId,
    facts.verifiedAt,
  ])

const hashOf = (number: number, previous: string, facts: ReceiptFacts, hash: HashText): string =>
  hash(`${previous}\n${canonical(number, facts)}`)

/** The end of a chain: what the next receipt goes on from. */
export type ChainEnd = { readonly number: number; readonly hash: string }

export const emptyChain: ChainEnd = { number: 0, hash: chainStart }

/** T1.101: gives a receipt its place after `end`. */
export const chained = (end: ChainEnd, facts: ReceiptFacts, hash: HashText): Receipt => {
  const number = end.number + 1
  return { ...facts, number, previous: end.hash, hash: hashOf(number, end.hash, facts, hash) }
}

/**
 * What is wrong with a chain: `changed`, a receipt does not hash to what it says; `cut`, one before it was taken out
 * or put in; `forgotten`, a hash that was written down elsewhere is in it no more.
 */
export const chainFault = z.object({
  number: z.number().int(),
  fault: z.enum(['changed', 'cut', 'forgotten']),
})
export type ChainFault = Readonly<z.infer<typeof chainFault>>

/** T1.102: follows receipts on from `end`; answers the new end, or the first receipt that does not fit. */
export const followChain = (
  end: ChainEnd,
  receipts: readonly Receipt[],
  hash: HashText,
): { readonly end: ChainEnd; readonly fault: ChainFault | null } => {
  let last = end
  for (const each of receipts) {
    if (each.number !== last.number + 1 || each.previous !== last.hash) {
      return { end: last, fault: { number: each.number, fault: 'cut' } }
    }
    if (hashOf(each.number, each.previous, each, hash) !== each.hash) {
      return { end: last, fault: { number: each.number, fault: 'changed' } }
    }
    last = { number: each.number, hash: each.hash }
  }
  return { end: last, fault: null }
}
