import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { blobBytes } from '../fixtures/bytes.ts'
import { parseBlobUrl } from './address.ts'
import type { BlobAddress } from './address.ts'
import { answerBlobError, sasMessages } from './error.ts'
import { intercept } from './intercept.ts'
import { emulatorAccount } from './service.ts'
import type { BlobService, BlobSurroundings } from './service.ts'

/** What is kept of a blob: everything but its bytes. */
type Kept = {
  size: number
  md5: string | undefined
  type: string
  etag: string
  modified: string
  blocks: Block[]
}
type Block = { readonly id: string; readonly size: number }

/**
 * A sink for benchmarks that answers as Azure does and keeps names, lengths and the MD5s it was told.
 * A download gets made-up bytes of the right length, the same every time.
 */
export async function startDiscard(around: BlobSurroundings): Promise<BlobService> {
  const blobs = new Map<string, Kept>()
  const staged = new Map<string, Map<string, number>>()
  let version = 0

  function keep(name: string, size: number, request: IncomingMessage, blocks: Block[]): Kept {
    version += 1
    const header = (key: string) => {
      const value = request.headers[key]
      return typeof value === 'string' ? value : undefined
    }
    const kept: Kept = {
      size,
      md5: header('x-ms-blob-content-md5') ?? header('content-md5'),
      type: header('x-ms-blob-content-type') ?? 'application/octet-stream',
      etag: `"0x${version.toString(16).toUpperCase().padStart(16, '0')}"`,
      modified: new Date(around.clock.now()).toUTCString(),
      blocks,
    }
    blobs.set(name, kept)
    staged.delete(name)
    return kept
  }

  async function put(
    request: IncomingMessage,
    response: ServerResponse,
    address: BlobAddress,
  ): Promise<void> {
    const name = `${address.container}/${address.blob}`
    const part = address.query.get('comp')
    const existing = blobs.get(name)
    if (part !== 'block' && existing !== undefined && request.headers['if-none-match'] === '*') {
      await drain(request)
      answerBlobError(response, 409, 'BlobAlreadyExists', 'The specified blob already exists.')
      return
    }
    if (part === 'block') {
      const blocks = staged.get(name) ?? new Map<string, number>()
      staged.set(name, blocks)
      blocks.set(address.query.get('blockid') ?? '', await drain(request))
      answer(response, 201, {})
      return
    }
    if (part === 'blocklist') {
      const ids = [...(await text(request)).matchAll(/<(?:Latest|Uncommitted|Committed)>([^<]*)</g)].map(
        ([, id]) => id ?? '',
      )
      const known = new Map([
        ...(existing?.blocks ?? []).map(({ id, size }) => [id, size] as const),
        ...(staged.get(name) ?? []),
      ])
      if (ids.some((id) => !known.has(id))) {
        answerBlobError(response, 400, 'InvalidBlockList', 'The specified block list is invalid.')
        return
      }
      const blocks = ids.map((id) => ({ id, size: known.get(id) ?? 0 }))
      answer(
        response,
        201,
        properties(
          keep(
            name,
            blocks.reduce((sum, { size }) => sum + size, 0),
            request,
            blocks,
          ),
        ),
      )
      return
    }
    answer(response, 201, properties(keep(name, await drain(request), request, [])))
  }

  function read(request: IncomingMessage, response: ServerResponse, address: BlobAddress): void {
    const name = `${address.container}/${address.blob}`
    const kept = blobs.get(name)
    if (address.query.get('comp') === 'blocklist') {
      const listed = (blocks: Iterable<Block>) =>
        [...blocks].map(({ id, size }) => `<Block><Name>${id}</Name><Size>${size}</Size></Block>`).join('')
      const waiting = [...(staged.get(name) ?? [])].map(([id, size]) => ({ id, size }))
      const body = `<?xml version="1.0" encoding="utf-8"?><BlockList><CommittedBlocks>${listed(kept?.blocks ?? [])}</CommittedBlocks><UncommittedBlocks>${listed(waiting)}</UncommittedBlocks></BlockList>`
      answer(response, 200, { 'content-type': 'application/xml' }, Buffer.from(body))
      return
    }
    if (kept === undefined) {
      answerBlobError(response, 404, 'BlobNotFound', 'The specified blob does not exist.')
      return
    }
    if (request.method === 'HEAD') {
      answer(response, 200, { ...properties(kept), 'content-length': String(kept.size) })
      return
    }
    sendBytes(request, response, address.blob, kept)
  }

  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const address = parseBlobUrl(request.url ?? '/')
    if (address === undefined || address.blob === '') {
      request.resume()
      answerBlobError(response, 403, 'AuthorizationFailure', 'Only blobs are served here.')
      return
    }
    const refused = around.desk.refuse(address.query, address.container, needed(request.method ?? 'GET'))
    if (refused !== undefined) {
      request.resume()
      answerBlobError(response, 403, refused, sasMessages[refused])
      return
    }
    switch (request.method) {
      case 'PUT':
        put(request, response, address).catch((error: unknown) =>
          response.destroy(error instanceof Error ? error : undefined),
        )
        return
      case 'DELETE':
        request.resume()
        answer(response, blobs.delete(`${address.container}/${address.blob}`) ? 202 : 404, {})
        return
      default:
        request.resume()
        read(request, response, address)
    }
  }

  const server = createServer(intercept(handle, around, 'service'))
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo

  return {
    url: `http://127.0.0.1:${port}/${emulatorAccount}`,
    ensureContainer: async () => undefined,
    has: async (container, blob) => blobs.has(`${container}/${blob}`),
    put: async (container, blob, bytes) => {
      version += 1
      blobs.set(`${container}/${blob}`, {
        size: bytes.byteLength,
        md5: undefined,
        type: 'application/octet-stream',
        etag: `"0x${version.toString(16).padStart(16, '0')}"`,
        modified: new Date(around.clock.now()).toUTCString(),
        blocks: [],
      })
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

function needed(method: string): readonly string[] {
  switch (method) {
    case 'PUT':
      return ['w', 'c']
    case 'DELETE':
      return ['d']
    default:
      return ['r']
  }
}

function properties(kept: Kept): Record<string, string> {
  return {
    etag: kept.etag,
    'last-modified': kept.modified,
    'content-type': kept.type,
    'accept-ranges': 'bytes',
    'x-ms-blob-type': 'BlockBlob',
    ...(kept.md5 === undefined ? {} : { 'content-md5': kept.md5 }),
  }
}

function answer(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body?: Buffer,
): void {
  response.writeHead(status, {
    'content-length': String(body?.length ?? 0),
    'x-ms-version': '2025-11-05',
    'x-ms-request-server-encrypted': 'true',
    ...headers,
    // A PUT answers with the MD5 but not with the type of what was put.
    ...(status === 201 ? { 'content-type': 'application/xml' } : {}),
  })
  response.end(body)
}

function sendBytes(request: IncomingMessage, response: ServerResponse, blob: string, kept: Kept): void {
  const asked = request.headers['x-ms-range'] ?? request.headers.range
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(typeof asked === 'string' ? asked : '') ?? []
  const from = first === undefined ? 0 : Number(first)
  const to = last === undefined || last === '' ? kept.size - 1 : Math.min(Number(last), kept.size - 1)
  if (first !== undefined && from >= kept.size) {
    answerBlobError(
      response,
      416,
      'InvalidRange',
      'The range specified is invalid for the current size of the resource.',
    )
    return
  }
  response.writeHead(first === undefined ? 200 : 206, {
    ...properties(kept),
    'content-length': String(to - from + 1),
    ...(first === undefined ? {} : { 'content-range': `bytes ${from}-${to}/${kept.size}` }),
  })
  const piece = 1_048_576
  let at = from
  const more = (): void => {
    while (at <= to) {
      const length = Math.min(piece, to - at + 1)
      const flowing = response.write(blobBytes(blob, at, length))
      at += length
      if (!flowing) {
        response.once('drain', more)
        return
      }
    }
    response.end()
  }
  more()
}

async function drain(request: IncomingMessage): Promise<number> {
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) length += chunk.length
  return length
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
