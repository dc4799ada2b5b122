// A blob service for measurements, in a process of its own: `node sink.ts` prints `{"url"}` and ends on SIGTERM.
// It keeps names, lengths and MD5s, never bytes, and answers as Azure does: 201 to Put Blob with the MD5 it computed
// from what arrived, 201 to Put Block and Put Block List. Any token is good: what is measured is the client.
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What is kept of a blob. `md5` as the service computed it, or as a commit told it. */
type Kept = { readonly size: number; readonly md5: string | null }

const blobs = new Map<string, Kept>()
/** Bytes staged so far for a blob that is not committed. */
const staged = new Map<string, Map<string, number>>()

const common = { 'x-ms-version': '2021-12-02', 'x-ms-request-server-encrypted': 'true', server: 'sink' }

const answer = (response: ServerResponse, status: number, headers: Record<string, string> = {}): void => {
  response.writeHead(status, { 'content-length': '0', ...common, ...headers })
  response.end()
}

const propertiesOf = (name: string, { md5 }: Kept): Record<string, string> => ({
  etag: `"0x${name.length.toString(16).padStart(16, '0')}"`,
  'last-modified': new Date().toUTCString(),
  ...(md5 === null ? {} : { 'content-md5': md5 }),
})

/** Reads a body, telling each piece of it. */
const drain = (request: IncomingMessage, piece: (bytes: Buffer) => void, end: () => void): void => {
  request.on('data', piece)
  request.once('end', end)
}

const putBlob = (request: IncomingMessage, response: ServerResponse, name: string): void => {
  const hash = createHash('md5')
  let size = 0
  drain(
    request,
    (bytes) => {
      size += bytes.length
      hash.update(bytes)
    },
    () => {
      const md5 = hash.digest('base64')
      const told = request.headers['content-md5']
      if (told !== undefined && told !== md5) {
        answer(response, 400, { 'x-ms-error-code': 'Md5Mismatch' })
        return
      }
      const kept = { size, md5 }
      blobs.set(name, kept)
      answer(response, 201, propertiesOf(name, kept))
    },
  )
}

const putBlock = (request: IncomingMessage, response: ServerResponse, name: string, id: string): void => {
  let size = 0
  drain(
    request,
    (bytes) => {
      size += bytes.length
    },
    () => {
      const blocks = staged.get(name) ?? new Map<string, number>()
      staged.set(name, blocks.set(id, size))
      answer(response, 201)
    },
  )
}

const commit = (request: IncomingMessage, response: ServerResponse, name: string): void => {
  const parts: Buffer[] = []
  drain(
    request,
    (bytes) => void parts.push(bytes),
    () => {
      const list = Buffer.concat(parts).toString()
      const ids = [...list.matchAll(/<(?:Latest|Uncommitted)>([^<]+)</g)].map(([, id]) => id ?? '')
      const blocks = staged.get(name)
      if (ids.some((id) => blocks?.has(id) !== true)) {
        answer(response, 400, { 'x-ms-error-code': 'InvalidBlockList' })
        return
      }
      const md5 = request.headers['x-ms-blob-content-md5']
      const size = ids.reduce((sum, id) => sum + (blocks?.get(id) ?? 0), 0)
      const kept = { size, md5: typeof md5 === 'string' ? md5 : null }
      blobs.set(name, kept)
      staged.delete(name)
      answer(response, 201, propertiesOf(name, kept))
    },
  )
}

const look = (request: IncomingMessage, response: ServerResponse, name: string): void => {
  request.resume()
  const kept = blobs.get(name)
  if (kept === undefined || request.method !== 'HEAD')
    answer(response, 404, { 'x-ms-error-code': 'BlobNotFound' })
  else answer(response, 200, { ...propertiesOf(name, kept), 'content-length': String(kept.size) })
}

const server = createServer((request, response) => {
  const [name = '', query = ''] = (request.url ?? '').split('?', 2)
  if (request.method !== 'PUT') {
    look(request, response, name)
    return
  }
  const comp = /(?:^|&)comp=(\w+)/.exec(query)?.[1]
  if (comp === 'block') {
    const id = /(?:^|&)blockid=([^&]*)/.exec(query)?.[1] ?? ''
    putBlock(request, response, name, decodeURIComponent(id))
  } else if (comp === 'blocklist') commit(request, response, name)
  else putBlob(request, response, name)
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  console.log(JSON.stringify({ url: `http://127.0.0.1:${port}/devstoreaccount1` }))
})
process.once('SIGTERM', () => process.exit())
