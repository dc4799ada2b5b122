import { fail } from '../../core/failure.ts'
import type { File } from '../../core/file.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { DiskThreads } from '../disk/threads.ts'
import { openSource } from './source.ts'
import type { Tools } from './tools.ts'

/** What a file of this computer is by its content: SHA-256 in hex, MD5 in base64. */
export type ContentHash = { readonly sha256: string; readonly md5: string; readonly fingerprint: string }

export type Sameness =
  | { readonly same: true; readonly hash: ContentHash }
  | { readonly same: false }
  /** The storage keeps no checksum of it, and this computer did not send it. */
  | { readonly same: 'unknown' }

/** Reads a file of this computer once, beside this thread, and answers its hashes. */
export const hashFile = async (
  source: string,
  about: string,
  disk: DiskThreads,
  signal: AbortSignal,
): Promise<Result<ContentHash>> => {
  const opened = await openSource(source, about)
  if (!opened.ok) return opened
  const file = opened.value
  try {
    if (signal.aborted) return err(fail('cancelled'))
    const hashes = await disk.hashFile(file.fd, file.size, about)
    if (!hashes.ok) return hashes
    const still = await file.unchanged()
    return still.ok ? ok({ ...hashes.value, fingerprint: file.fingerprint }) : still
  } finally {
    await file.close()
  }
}

/**
 * T1.47: whether a file of this computer is what the portal has under `there`, by content: by the receipt's SHA-256
 * where this computer sent that blob, else by the MD5 that the storage keeps with it. Sizes are compared by the caller.
 */
export const sameContent = async (
  there: File,
  source: string,
  about: string,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<Sameness>> => {
  const { blob } = there
  if (blob === null) return ok({ same: 'unknown' })
  const sent = await tools.context.archive.run('receipts.sha256', {
    ...{ spaceId: there.spaceId, fileId: there.id, blob },
  })
  const kept = sent === null ? await storedMd5(there, blob, tools, signal) : ok(null)
  if (!kept.ok) return kept
  if (sent === null && kept.value === null) return ok({ same: 'unknown' })
  const hash = await hashFile(source, about, tools.disk, signal)
  if (!hash.ok) return hash
  const same = sent === null ? hash.value.md5 === kept.value : hash.value.sha256 === sent
  return ok(same ? { same, hash: hash.value } : { same })
}

/** Null where the token may not read, the blob is gone or the storage keeps no MD5 of it. */
const storedMd5 = async (
  there: File,
  blob: string,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<string | null>> => {
  const { spaceId } = there
  const facts = await tools.sas.use(spaceId, 'r', (url) => tools.blobs.facts(url, blob, signal))
  if (facts.ok) return ok(facts.value.md5)
  return facts.error.code === 'sas-permission' || facts.error.code === 'blob-missing' ? ok(null) : facts
}
