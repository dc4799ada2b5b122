import { fail } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import type { BlobFacts } from './blobs.ts'
import type { Live } from './live.ts'
import type { Tools } from './tools.ts'

/** What a blob must be: size in bytes, MD5 in base64. */
export type Expected = { readonly size: number; readonly md5: string | null }

/**
 * T1.26: reads a blob back by HEAD where the token has `r`: `integrity` when length or MD5 are others than what was
 * sent, `blob-missing` when it is not there. Without `r` the storage's acknowledgement has to do.
 */
export const checkBlob = async (
  blob: string,
  expected: Expected,
  spaceId: SpaceId,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<void>> => {
  const facts = await tools.gate.run(
    async (): Promise<Result<BlobFacts | null>> => {
      const readable = await tools.sas.allows(spaceId, 'r')
      if (!readable.ok) return readable
      if (!readable.value) return ok(null)
      return tools.sas.use(spaceId, 'r', (url) => tools.blobs.facts(url, blob, signal))
    },
    signal,
    { asks: 'storage' },
  )
  if (!facts.ok) return facts.error.code === 'sas-permission' ? ok(undefined) : facts
  if (facts.value === null) return ok(undefined)
  const { size, md5 } = facts.value
  const agrees = size === expected.size && (md5 === null || expected.md5 === null || md5 === expected.md5)
  return agrees
    ? ok(undefined)
    : err(fail('integrity', { about: blob, detail: size === expected.size ? 'md5' : 'size' }))
}

/** A blob that an earlier run committed: still there and whole, or the file begins again. */
export const confirmBlob = async (
  live: Live,
  spaceId: SpaceId,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<void>> => {
  const { blob, size, md5 } = live.row()
  const checked = await checkBlob(blob, { size, md5 }, spaceId, tools, signal)
  if (!checked.ok && checked.error.code === 'blob-missing')
    return err(fail('integrity', { about: live.row().path }))
  return checked
}
