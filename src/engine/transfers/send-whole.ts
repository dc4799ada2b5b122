import { createHash } from 'node:crypto'
import { ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { contentTypeOf } from '../../core/transfers/content-type.ts'
import { digest } from './hash.ts'
import type { Facts, Live } from './live.ts'
import type { Source } from './source.ts'
import { checkBlob } from './stored-blob.ts'
import type { Tools } from './tools.ts'

/** T1.10: a file of at most one block goes by one Put Blob. Answers its hashes once the storage has it for certain. */
export const sendWhole = async (
  live: Live,
  spaceId: SpaceId,
  source: Source,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<Facts>> => {
  const { blob, name } = live.row()
  const bytes = Buffer.allocUnsafe(source.size)
  const read = await source.read(bytes, 0)
  if (!read.ok) return read
  const unchanged = await source.unchanged()
  if (!unchanged.ok) return unchanged
  const [md5Hash, shaHash] = [createHash('md5'), createHash('sha256')]
  await digest(bytes, [md5Hash, shaHash])
  const md5 = md5Hash.digest('base64')
  const facts = { md5, sha256: shaHash.digest('hex') }

  const put = await tools.gate.run(
    () =>
      tools.sas.use(spaceId, 'w', (url) =>
        tools.blobs.put(url, blob, { bytes, md5 }, contentTypeOf(name), signal),
      ),
    signal,
    // A bit flipped on the way (Md5Mismatch): the same bytes again.
    { again: (failure) => failure.code === 'integrity' },
  )
  // T1.13: "it is there already" is our own earlier request, whose reply was lost; looked at before it is believed.
  if (!put.ok && put.error.code !== 'target-exists') return put
  // The MD5 in the reply to Put Blob is computed by the storage itself: it is the read back.
  if (put.ok && put.value === md5) return ok(facts)
  const checked = await checkBlob(blob, { size: source.size, md5 }, spaceId, tools, signal)
  return checked.ok ? ok(facts) : checked
}
