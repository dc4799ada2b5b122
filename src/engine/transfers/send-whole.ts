import { ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { contentTypeOf } from '../../core/transfers/content-type.ts'
import type { Hashes } from '../disk/work.ts'
import type { Facts, Live } from './live.ts'
import { checkBlob } from './stored-blob.ts'
import type { Tools } from './tools.ts'

/** T1.10: a file of at most one block goes by one Put Blob. Answers its hashes once the storage has it for certain. */
export const sendWhole = async (
  live: Live,
  spaceId: SpaceId,
  { bytes, hashes }: { readonly bytes: Uint8Array; readonly hashes: Hashes },
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<Facts>> => {
  const { blob, name } = live.row()
  const { md5 } = hashes
  const put = await tools.gate.run(
    () =>
      tools.sas.use(spaceId, 'w', (url) =>
        tools.blobs.put(url, blob, { bytes, md5 }, contentTypeOf(name), signal),
      ),
    signal,
    // A bit flipped on the way (Md5Mismatch): the same bytes again.
    { asks: 'storage', again: (failure) => failure.code === 'integrity' },
  )
  // T1.13: "it is there already" is our own earlier request, whose reply was lost; looked at before it is believed.
  if (!put.ok && put.error.code !== 'target-exists') return put
  // The MD5 in the reply to Put Blob is computed by the storage itself: it is the read back.
  if (put.ok && put.value === md5) return ok(hashes)
  const checked = await checkBlob(blob, { size: bytes.length, md5 }, spaceId, tools, signal)
  return checked.ok ? ok(hashes) : checked
}
