import { fail, FailureError } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { diskFailure } from './disk-failure.ts'
import type { HttpResponse } from '../ports.ts'
import type { Facts, Live } from './live.ts'
import { openPart, writeAt } from './part-file.ts'
import type { Throttle } from './throttle.ts'
import type { Tools } from './tools.ts'

/** A file of at most one block: fetched by one request, checked in memory, then written. Answers its hashes. */
export const fetchWhole = async (
  live: Live,
  spaceId: SpaceId,
  part: string,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<Facts>> => {
  const { size } = live.row()
  const buffer = await tools.smallBuffers.acquire(size, signal)
  if (!buffer.ok) return buffer
  try {
    return await fetchInto(buffer.value.subarray(0, size), live, spaceId, part, tools, signal)
  } finally {
    tools.smallBuffers.release(buffer.value)
  }
}

const fetchInto = async (
  into: Uint8Array,
  live: Live,
  spaceId: SpaceId,
  part: string,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<Facts>> => {
  const { blob, path } = live.row()
  const fetched = await tools.gate.run(
    () =>
      tools.sas.use(spaceId, 'r', async (url) => {
        const answer = await tools.blobs.range(url, blob, { offset: 0, length: 0, etag: null }, signal)
        if (!answer.ok) return answer
        const read = await readInto(answer.value.response, into, path, tools.throttle, signal)
        return read.ok ? ok(answer.value.facts) : read
      }),
    signal,
    { asks: 'storage' },
  )
  if (!fetched.ok) return fetched
  const hashes = await tools.disk.hashesOf(into)
  if (fetched.value.md5 !== null && fetched.value.md5 !== hashes.md5) {
    return err(fail('integrity', { about: path, detail: 'md5' }))
  }
  const written = await writeWhole(part, into, path)
  return written.ok ? ok(hashes) : written
}

/** Reads a body that must fill `into` exactly: `integrity` otherwise. */
export const readInto = async (
  response: HttpResponse,
  into: Uint8Array,
  about: string,
  throttle: Throttle,
  signal: AbortSignal,
): Promise<Result<void>> => {
  let filled = 0
  try {
    for await (const chunk of response.chunks()) {
      if (filled + chunk.length > into.length) return err(fail('integrity', { about, detail: 'length' }))
      into.set(chunk, filled)
      filled += chunk.length
      // What is not read holds the sender up (T1.83).
      if (throttle.limited()) await throttle.take(chunk.length, signal)
    }
  } catch (error) {
    if (error instanceof FailureError) return err(error.failure)
    if (signal.aborted) return err(fail('cancelled', { about }))
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
