import { z } from 'zod'

/**
 * Every way in which something can go wrong that a person may hear of.
 * The words for a code live in the renderer's catalogue and in the command line's table.
 */
export const failureCodes = [
  // the portal's answers
  'key-refused', // 401: the key is wrong or was revoked
  'forbidden', // 403: the key may not do this
  'not-found', // 404
  'invalid', // 400, 409, 422: the portal refused what was sent; `detail` carries its words
  'throttled', // 429 after all retries
  'server-error', // 5xx after all retries
  'not-json', // an answer that is not JSON: a captive portal, a proxy's page
  'unexpected-answer', // JSON of another shape than the contract's
  'redirected', // the portal answered with a redirect, which is never followed
  // the way there
  'bad-url',
  'insecure-url', // http to another host than loopback
  'unreachable', // DNS failure, refused, reset, offline
  'timed-out',
  'tls', // the certificate can't be trusted, or TLS failed
  'proxy', // the proxy refused, or asks for a sign-in
  'cancelled',
  // the keychain
  'keychain-missing', // no keychain service on this computer
  'keychain-locked', // it is there but stays locked or refuses
  'keychain-timeout', // it does not answer
  'key-missing', // the keychain has no key for this portal
  // the archive
  'archive-key-missing', // the archive is there, its key is not
  'archive-corrupt',
  'archive-newer', // written by a newer version of this program
  'archive-busy', // another instance holds it
  'archive-read-only', // it, its folder or its disk can't be written to
  // files on this computer
  'source-missing',
  'source-unreadable',
  'source-changed',
  'appeared', // a file of that name came into the target after the plan (T1.129)
  'name-refused', // a name Foyer or this computer can't take
  'target-exists',
  'disk-full',
  'disk-error',
  'path-too-long', // the whole path, not the name alone, is longer than this computer takes
  'no-room', // there is less free space than a download needs; `room` says how much
  'path-relative', // a folder to write to, named without its beginning
  'own-folder', // this program's own folder, where somebody's own is asked for
  'not-a-file', // a folder where a file is asked for
  'too-large', // for what was asked; `room` says how large and what the limit is
  'not-empty', // a folder that has to be new has something in it
  'incomplete', // a listing that moved under every reading of it, so that nobody can say it is whole
  // blob storage
  'sas-refused', // the storage refuses the token even after a renewal
  'sas-permission', // the token lacks a permission; `detail` names it
  'blob-missing',
  'integrity', // length or MD5 differ from what was sent
  // tables of people or of files
  'table-not-text', // a film, a workbook, a picture: no text a table could be read from
  'table-broken', // its quotes or columns can't be made out; `detail` names the parser's reason
  'table-no-addresses', // no column of it holds e-mail addresses
  'table-column-twice', // two columns of it go into one key, which `about` names
  // people
  'bad-email',
  // EVERFI Foundry
  'foundry-missing', // this portal is not connected to Foundry
  'foundry-login', // 401 after a new token: client id and secret
  'foundry-forbidden', // 403: a business rule, or the catch-all
  'foundry-refused', // 400, 404, 422; `detail` carries its words
  'foundry-schema', // 409: what this program sent has the wrong shape
  'foundry-too-long', // 414, with nothing left to split
  'foundry-busy', // 429 after all retries
  'foundry-down', // 5xx after all retries
  'foundry-answer', // an answer of another shape than the contract's
  'foundry-paging', // it ignores both ways of asking for a page
  'foundry-redirected', // it sent the request elsewhere, which is never followed
  // the lock before the window
  'locked',
  'wrong-passphrase',
  'lock-wait', // after wrong ones; `retryAfterMs` says how long
  // this program
  'unknown-portal',
  'unknown-space',
  'unknown-id', // an id this program never gave out, or no longer knows
  'ambiguous', // a name that fits several things
  'exists', // a thing of that name is there already
  'under-way', // what is running can't be taken away
  'no-text', // a message of nothing but space
  'ended', // a job that has ended: there is nothing left to hold or to let go on
  'history-kept', // what was written stays in the history
  'rule-client', // a fan-out's rule that does not hold the client's name once
  'compare-unfinished', // a comparison from which nothing can be sent yet
  'undecided', // a plan that asks about names that are there already, and not all of them were answered
  'usage',
  'not-offered', // the portal does not have this way of doing it
  'other-author', // written or asked for under the key of another person
  'from-copy', // comes out of an older copy, and what happened since nobody knows
  'staff-mode', // P1.21: locked until staff mode is switched on
  'internal', // a bug; the log has it
] as const

export const failureCode = z.enum(failureCodes)
export type FailureCode = z.infer<typeof failureCode>

/**
 * A failure as a value.
 * - `about`: the thing it is about (a file's name, a host, a space's name); never a secret, never message text.
 * - `detail`: the other side's own words where `quotesDetail` says so, else a short code for the log; never a
 *   sentence of this program. At most 300 characters.
 * - `status`: the HTTP status where there was one.
 * - `retryAfterMs`: how long the other side asked to wait, in milliseconds.
 * - `room`: bytes needed and bytes free, where there is too little space.
 * - `unsure`: the request may have taken effect although no answer came (rule 1: wait, search, only then send again).
 */
export const failure = z.object({
  code: failureCode,
  about: z.string().optional(),
  detail: z.string().optional(),
  status: z.number().int().optional(),
  retryAfterMs: z.number().optional(),
  room: z.object({ needed: z.number(), free: z.number() }).optional(),
  unsure: z.boolean().optional(),
})
export type Failure = Readonly<z.infer<typeof failure>>

/** Builds a failure, leaving out what is not known. */
export const fail = (
  code: FailureCode,
  more: { about?: string; detail?: string; status?: number } = {},
): Failure => ({
  code,
  ...(more.about === undefined ? {} : { about: more.about }),
  ...(more.detail === undefined ? {} : { detail: more.detail.slice(0, 300) }),
  ...(more.status === undefined ? {} : { status: more.status }),
})

/**
 * A failure on its way up through code that can do nothing about it (a full disk under a query, say).
 * It is turned back into a value at the edge: the IPC wrapper, the command line, a job's row.
 */
export class FailureError extends Error {
  readonly failure: Failure
  constructor(failure: Failure, options?: { cause?: unknown }) {
    super(failure.about === undefined ? failure.code : `${failure.code}: ${failure.about}`, options)
    this.name = 'FailureError'
    this.failure = failure
  }
}
