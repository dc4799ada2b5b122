import { createHash } from 'node:crypto'
import { fail, FailureError } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { diskFailure } from './disk-failure.ts'
import type { HttpResponse } from '../ports.ts'
import { digest } from './hash.ts'
import type { Facts, Live } from './live.ts'
import { openPart, writeAt } from './part-file.ts'
import type { Tools } from './tools.ts'

/** A file of at most one block: fetched by one request, checked in memory, then written. Answers its hashes. */
export const fetchWhole = async (
  live: Live,
  spaceId: SpaceId,
  part: string,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<Facts>> => {
  const { blob, size, path } = live.row()
  const into = Buffer.allocUnsafe(size)
  const fetched = await tools.gate.run(
    () =>
      tools.sas.use(spaceId, 'r', async (url) => {
        const answer = await tools.blobs.range(url, blob, { offset: 0, length: 0, etag: null }, signal)
        if (!answer.ok) return answer
        const read = await readInto(answer.value.response, into, path)
        return read.ok ? ok(answer.value.facts) : read
      }),
    signal,
  )
  if (!fetched.ok) return fetched
  const [md5Hash, shaHash] = [createHash('md5'), createHash('sha256')]
  await digest(into, [md5Hash, shaHash])
  const md5 = md5Hash.digest('base64')
  if (fetched.value.md5 !== null && fetched.value.md5 !== md5) {
    return err(fail('integrity', { about: path, detail: 'md5' }))
  }
  const written = await writeWhole(part, into, path)
  return written.ok ? ok({ md5, sha256: shaHash.digest('hex') }) : written
}

/** Reads a body that must fill `into` exactly: `integrity` otherwise. */
export const readInto = async (
  response: HttpResponse,
  into: Uint8Array,
  about: string,
): Promise<Result<void>> => {
  let filled = 0
  try {
    for await (const chunk of response.chunks()) {
      if (filled + chunk.length > into.length) return err(fail('integrity', { about, detail: 'length' }))
      into.set(chunk, filled)
      filled += chunk.length
    }
  } catch (error) {
    if (error instanceof FailureError) return err(error.failure)
    throw error
  }
  return filled === into.length ? ok(undefined) : err(fail('integrity', { about, detail: 'length' }))
}

const writeWhole = async (part: string, bytes: Uint8Array, about: string): Promise<Result<void>> => {
  const opened = await openPart(part, about)
  if (!opened.ok) return opened
  const file = opened.value
  try {
    await file.truncate(0)
    const written = await writeAt(file, bytes, 0, about)
    if (!written.ok) return written
    await file.sync()
    return ok(undefined)
  } catch (error) {
    return err(diskFailure(error, about, 'target'))
  } finally {
    await file.close()
  }
}
