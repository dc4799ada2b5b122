import { createHash } from 'node:crypto'
import { type Failure, fail } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { Clock, Http, HttpRequest, HttpResponse } from '../ports.ts'
import { blobFailure, isStorage } from './blob-failure.ts'
import type { Throttle } from './throttle.ts'

/** A container's address with its token: `https://account/container?token`. */
export type ContainerUrl = string

/** What the storage says of a blob. Size in bytes, MD5 in base64 where it keeps one. */
export type BlobFacts = { readonly size: number; readonly md5: string | null; readonly etag: string | null }

type Body = { readonly bytes: Uint8Array; readonly md5: string }

/**
 * Azure Blob Storage's REST calls, as far as transfers need them: one request each, never repeated here, every failure
 * typed. Spoken directly over the Http port (ADR in docs/adr): the vendor's SDK blocks the thread for 200 ms when it is
 * loaded and its own policies (retries, ids, times) would have to be switched off.
 */
export type Blobs = {
  /** Put Blob, refused when the blob is there (`target-exists`). Answers the MD5 the storage computed. */
  put(
    url: ContainerUrl,
    blob: string,
    body: Body,
    contentType: string,
    signal: AbortSignal,
  ): Promise<Result<string | null>>
  putBlock(
    url: ContainerUrl,
    blob: string,
    blockName: string,
    body: Body,
    signal: AbortSignal,
  ): Promise<Result<void>>
  /** Put Block List of these names, in order, refused when the blob is there (`target-exists`). */
  commit(
    url: ContainerUrl,
    blob: string,
    list: { readonly blockNames: readonly string[]; readonly md5: string; readonly contentType: string },
    signal: AbortSignal,
  ): Promise<Result<void>>
  facts(url: ContainerUrl, blob: string, signal: AbortSignal): Promise<Result<BlobFacts>>
  /** Names and sizes of the staged, uncommitted blocks; empty when the blob is not known at all. */
  stagedBlocks(
    url: ContainerUrl,
    blob: string,
    signal: AbortSignal,
  ): Promise<Result<ReadonlyMap<string, number>>>
  /** Bytes `offset` to `offset + length - 1` as they come, of the very version `etag` names when given. */
  range(
    url: ContainerUrl,
    blob: string,
    range: { readonly offset: number; readonly length: number; readonly etag: string | null },
    signal: AbortSignal,
  ): Promise<Result<{ readonly facts: BlobFacts; readonly response: HttpResponse }>>
}

// A version that Azurite and every Azure region speak; Content-MD5 and conditional headers are older than it.
const version = '2021-12-02'

export const createBlobs = (tools: {
  readonly http: Http
  readonly clock: Clock
  readonly timeoutMs: number
  readonly throttle: Throttle
  /** Told each answer's Date header, for the skew of the storage's clock. */
  readonly onDate: (date: string) => void
}): Blobs => {
  const send = async (
    request: Pick<HttpRequest, 'method' | 'url' | 'headers' | 'signal'> & { readonly body?: Uint8Array },
    blob: string,
    expected: readonly number[],
  ): Promise<Result<HttpResponse>> => {
    const length = request.body?.length ?? 0
    const sent = await tools.http.send({
      ...request,
      headers: { 'x-ms-version': version, ...request.headers },
      ...(tools.throttle.limited() ? { pace: (bytes, signal) => tools.throttle.take(bytes, signal) } : {}),
      // A slow line is no failure: 40 bytes a millisecond (320 kbit/s) are waited for.
      timeoutMs: tools.timeoutMs + length / 40,
    })
    if (!sent.ok) return sent
    const response = sent.value
    const date = response.headers['date']
    if (date !== undefined && isStorage(response.headers)) tools.onDate(date)
    if (expected.includes(response.status) && isStorage(response.headers)) return ok(response)
    // The body says nothing that counts; it is read so that the connection can be used again.
    await response.bytes()
    const failure = blobFailure(response, blob, tools.clock.now())
    // A page in the storage's place is the network's doing: it is about the host, not about a blob nobody has heard of.
    return err(failure.code === 'not-json' ? { ...failure, about: new URL(request.url).host } : failure)
  }

  const finish = async (response: Result<HttpResponse>): Promise<Result<HttpResponse>> => {
    if (!response.ok) return response
    const body = await response.value.bytes()
    return body.ok ? response : body
  }

  return {
    put: async (url, blob, { bytes, md5 }, contentType, signal) => {
      const headers = {
        'x-ms-blob-type': 'BlockBlob',
        'x-ms-blob-content-type': contentType,
        'content-length': String(bytes.length),
        'content-md5': md5,
        'if-none-match': '*',
      }
      const request = { method: 'PUT', url: at(url, blob), headers, body: bytes, signal } as const
      const response = await finish(await send(request, blob, [201]))
      return response.ok ? ok(response.value.headers['content-md5'] ?? null) : response
    },
    putBlock: async (url, blob, blockName, { bytes, md5 }, signal) => {
      const headers = { 'content-length': String(bytes.length), 'content-md5': md5 }
      const query = `comp=block&blockid=${encodeURIComponent(toBase64(blockName))}`
      const request = { method: 'PUT', url: at(url, blob, query), headers, body: bytes, signal } as const
      const response = await finish(await send(request, blob, [201]))
      return response.ok ? ok(undefined) : response
    },
    commit: async (url, blob, { blockNames, md5, contentType }, signal) => {
      const list = blockNames.map((name) => `<Latest>${toBase64(name)}</Latest>`).join('')
      const body = Buffer.from(`<?xml version="1.0" encoding="utf-8"?><BlockList>${list}</BlockList>`)
      const headers = {
        'content-type': 'application/xml',
        'content-length': String(body.length),
        // Of the list itself: a list altered on its way would make another file of the same blocks.
        'content-md5': createHash('md5').update(body).digest('base64'),
        'x-ms-blob-content-type': contentType,
        'x-ms-blob-content-md5': md5,
        'if-none-match': '*',
      }
      const request = { method: 'PUT', url: at(url, blob, 'comp=blocklist'), headers, body, signal } as const
      const response = await finish(await send(request, blob, [201]))
      return response.ok ? ok(undefined) : response
    },
    facts: async (url, blob, signal) => {
      const request = { method: 'HEAD', url: at(url, blob), headers: {}, signal } as const
      const response = await finish(await send(request, blob, [200]))
      if (!response.ok) return response
      return factsOf(response.value, response.value.headers['content-length'], blob)
    },
    stagedBlocks: async (url, blob, signal) => {
      const query = 'comp=blocklist&blocklisttype=uncommitted'
      const request = { method: 'GET', url: at(url, blob, query), headers: {}, signal } as const
      const response = await send(request, blob, [200])
      if (!response.ok) return response.error.code === 'blob-missing' ? ok(new Map()) : response
      const body = await response.value.bytes()
      return body.ok ? ok(readBlockList(new TextDecoder().decode(body.value))) : body
    },
    range: async (url, blob, { offset, length, etag }, signal) => {
      const headers = {
        ...(length === 0 ? {} : { 'x-ms-range': `bytes=${offset}-${offset + length - 1}` }),
        ...(etag === null ? {} : { 'if-match': etag }),
      }
      const request = { method: 'GET', url: at(url, blob), headers, signal } as const
      const response = await send(request, blob, length === 0 ? [200] : [206, 200])
      if (!response.ok) return response
      const whole = /\/(\d+)$/.exec(response.value.headers['content-range'] ?? '')?.[1]
      const facts = factsOf(response.value, whole ?? response.value.headers['content-length'], blob)
      return facts.ok ? ok({ facts: facts.value, response: response.value }) : facts
    },
  }
}

const at = (container: ContainerUrl, blob: string, query?: string): string => {
  const url = new URL(container)
  const path = blob.split('/').map(encodeURIComponent).join('/')
  const token = url.search.slice(1)
  return `${url.origin}${url.pathname.replace(/\/$/, '')}/${path}?${query === undefined ? '' : `${query}&`}${token}`
}

const toBase64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64')

/** With a range the storage's Content-MD5 would be the range's; the whole blob's is in x-ms-blob-content-md5. */
const factsOf = (response: HttpResponse, length: string | undefined, blob: string): Result<BlobFacts> => {
  const { headers, status } = response
  const size = Number(length ?? 'none')
  if (!Number.isSafeInteger(size) || size < 0) {
    const failure: Failure = fail('unexpected-answer', { about: blob, status, detail: 'content-length' })
    return err(failure)
  }
  const md5 = headers['x-ms-blob-content-md5'] ?? (status === 206 ? undefined : headers['content-md5'])
  return ok({ size, md5: md5 ?? null, etag: headers['etag'] ?? null })
}

/** The names are base64 and the sizes digits, so the XML needs no more reading than this. */
const readBlockList = (xml: string): ReadonlyMap<string, number> => {
  const uncommitted = /<UncommittedBlocks>([\s\S]*?)<\/UncommittedBlocks>/.exec(xml)?.[1] ?? ''
  const pattern = /<Name>([^<]+)<\/Name>\s*<Size>(\d+)<\/Size>/g
  return new Map(
    [...uncommitted.matchAll(pattern)].map(([, name = '', size = '']) => [
      Buffer.from(name, 'base64').toString('utf8'),
      Number(size),
    ]),
  )
}
