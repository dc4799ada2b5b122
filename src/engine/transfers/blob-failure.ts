import { type Failure, type FailureCode, fail } from '../../core/failure.ts'
import { retryAfterMs } from '../../core/retry.ts'
import type { HttpResponse } from '../ports.ts'

/**
 * Why the storage did not do what was asked, by its status and its `x-ms-error-code`; the XML is never looked at.
 * - `sas-refused`: the token (Azure says AuthenticationFailed, Azurite AuthorizationFailure); `sas-permission`: final.
 * - `target-exists`: the blob is there already, which may be our own earlier request (quality rule 5).
 * - `integrity`: the bytes arrived otherwise than sent, staged blocks are gone, or the blob changed.
 * - `not-json`: the answer is not the storage's, but of something in between (a captive portal).
 */
export const blobFailure = (response: HttpResponse, blob: string, now: number): Failure => {
  const { status, headers } = response
  const word = headers['x-ms-error-code']
  const failure = fail(codeOf(status, word ?? '', isStorage(headers)), {
    about: blob,
    status,
    ...(word === undefined ? {} : { detail: word }),
  })
  const wait =
    status === 429 || status === 503 ? retryAfterMs(headers['retry-after'], headers['date'], now) : undefined
  return wait === undefined ? failure : { ...failure, retryAfterMs: wait }
}

/** Whether an answer is the storage's own. */
export const isStorage = (headers: Readonly<Record<string, string>>): boolean =>
  headers['x-ms-version'] !== undefined ||
  headers['x-ms-request-id'] !== undefined ||
  headers['x-ms-blob-type'] !== undefined ||
  headers['x-ms-error-code'] !== undefined

const codeOf = (status: number, word: string, storage: boolean): FailureCode => {
  if (status === 429 || status === 503) return 'throttled'
  if (status >= 500) return 'server-error'
  if (status === 407) return 'proxy'
  if (status >= 300 && status < 400) return storage ? 'unexpected-answer' : 'redirected'
  if (!storage) return 'not-json'
  switch (status) {
    case 401:
    case 403:
      return word === 'AuthorizationPermissionMismatch' ? 'sas-permission' : 'sas-refused'
    case 404:
      return 'blob-missing'
    case 408:
      return 'timed-out'
    case 409:
      return 'target-exists'
    case 412:
      return 'integrity'
    case 400:
      return word === 'Md5Mismatch' || word === 'InvalidBlockList' ? 'integrity' : 'unexpected-answer'
    default:
      return 'unexpected-answer'
  }
}
