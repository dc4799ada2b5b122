import { fail } from '../../core/failure.ts'
import type { FileId } from '../../core/file.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { type Look, pictureLimits, shownAs, type ShownType } from '../../core/transfers/picture.ts'
import { bareBlob } from './download-folders.ts'
import { readInto } from './fetch-whole.ts'
import type { Tools } from './tools.ts'

export type PictureInput = { readonly spaceId: SpaceId; readonly fileId: FileId; readonly look: Look }

/** Bytes of a picture, and the type they are by their own header. */
export type Picture = { readonly type: ShownType; readonly bytes: Uint8Array }

/**
 * T1.116: a picture to be looked at, in memory only; null when there is none that may be shown. Length and MD5 are
 * checked as for every download.
 */
export const fetchPicture = async (
  { spaceId, fileId, look }: PictureInput,
  tools: Tools,
  closing: AbortSignal,
): Promise<Result<Picture | null>> => {
  const file = await tools.context.archive.run('files.get', { id: fileId })
  if (file?.spaceId !== spaceId) return err(fail('unknown-id', { about: fileId }))
  const blob = bareBlob((look === 'thumbnail' ? file.thumbnailBlob : file.blob) ?? '')
  const limits = pictureLimits[look]
  if (blob === '' || (look === 'whole' && file.size > limits.bytes)) return ok(null)
  const done = new AbortController()
  const signal = AbortSignal.any([closing, done.signal])
  // Not by the gate, which waits as long as it takes: somebody is looking.
  const fetched = await tools.sas.use(spaceId, 'r', async (url) => {
    const answer = await tools.blobs.range(url, blob, { offset: 0, length: 0, etag: null }, signal)
    if (!answer.ok) return answer
    const { facts, response } = answer.value
    if (facts.size > limits.bytes || facts.size === 0) {
      done.abort()
      return ok(null)
    }
    const into = new Uint8Array(facts.size)
    const read = await readInto(response, into, file.name, tools.throttle, signal)
    return read.ok ? ok({ into, md5: facts.md5 }) : read
  })
  if (!fetched.ok) return err({ ...fetched.error, about: file.name })
  if (fetched.value === null) return ok(null)
  const { into, md5 } = fetched.value
  if (md5 !== null && md5 !== (await tools.disk.md5Of(into))) {
    return err(fail('integrity', { about: file.name, detail: 'md5' }))
  }
  const type = shownAs(into, look)
  return ok(type === null ? null : { type, bytes: into })
}
