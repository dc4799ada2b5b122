import { fail } from '../../core/failure.ts'
import type { File, FileId } from '../../core/file.ts'
import { largestPin } from '../../core/pin-limits.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { bareBlob } from './download-folders.ts'
import { readInto } from './fetch-whole.ts'
import type { Tools } from './tools.ts'

/** A file as the portal has it now and what it holds, at most `largestPin` bytes. */
export const fetchBytes = async (
  spaceId: SpaceId,
  fileId: FileId,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<{ readonly file: File; readonly bytes: Uint8Array }>> => {
  const file = await tools.context.foyer.files.get(spaceId, fileId, { signal })
  if (!file.ok) return file
  if (file.value.isFolder || file.value.size > largestPin) {
    return err(fail(file.value.isFolder ? 'not-a-file' : 'too-large', { about: file.value.name }))
  }
  const bytes = await fetchFile(file.value, spaceId, tools, signal)
  return bytes.ok ? ok({ file: file.value, bytes: bytes.value }) : bytes
}

/** The bytes of a file that is not large, checked against length and MD5. */
export const fetchFile = async (
  file: File,
  spaceId: SpaceId,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<Uint8Array>> => {
  const blob = bareBlob(file.blob ?? '')
  if (blob === '') return err(fail('blob-missing', { about: file.name }))
  const into = Buffer.allocUnsafe(file.size)
  // Not by the gate, which waits as long as it takes: somebody is holding a button down.
  const fetched = await tools.sas.use(spaceId, 'r', async (url) => {
    const answer = await tools.blobs.range(url, blob, { offset: 0, length: 0, etag: null }, signal)
    if (!answer.ok) return answer
    const read = await readInto(answer.value.response, into, file.name, tools.throttle, signal)
    return read.ok ? ok(answer.value.facts) : read
  })
  if (!fetched.ok) return err({ ...fetched.error, about: file.name })
  const agrees = fetched.value.md5 === null || fetched.value.md5 === (await tools.disk.md5Of(into))
  return agrees ? ok(into) : err(fail('integrity', { about: file.name, detail: 'md5' }))
}
