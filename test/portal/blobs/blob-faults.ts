import type { IncomingMessage, ServerResponse } from 'node:http'

import type { Fault } from '../faults.ts'
import { answerBlobError } from './error.ts'

/** True when the fault is the whole answer. */
export function refuseByFault(fault: Fault, request: IncomingMessage, response: ServerResponse): boolean {
  if (fault.hang === true) {
    request.resume()
    return true
  }
  if (fault.cut === 'before') {
    request.socket.destroy()
    return true
  }
  if (fault.cut === 'body') {
    request.once('data', () => request.socket.destroy())
    return true
  }
  if (fault.status === undefined) return false
  const body = typeof fault.body === 'string' ? fault.body : undefined
  for (const [name, value] of Object.entries(fault.headers ?? {})) response.setHeader(name, value)
  const status = fault.status
  // The body is read to its end first, as a server does that refuses after reading.
  request.resume()
  request.once('end', () => {
    if (body === undefined && status >= 400) {
      answerBlobError(response, status, status === 503 ? 'ServerBusy' : 'InternalError', 'Injected fault')
      return
    }
    response.writeHead(status, { 'content-type': fault.contentType ?? 'text/html' })
    response.end(body ?? '')
  })
  return true
}

/** Lets the service do its work, and spoils what it reads or what it answers. */
export function spoil(fault: Fault, request: IncomingMessage, response: ServerResponse): void {
  if (fault.flip === 'request') flipInRequest(request)
  if (fault.flip === 'reply') flipInReply(response)
  if (fault.withoutHeaders !== undefined) withhold(fault.withoutHeaders, response)
  if (fault.cut === 'after' || fault.cut === 'middle') cutReply(fault.cut, request, response)
}

/** One bit of the first chunk is not what the client sent. */
function flipInRequest(request: IncomingMessage): void {
  let flipped = false
  const flip = (chunk: unknown) => {
    if (flipped || !Buffer.isBuffer(chunk) || chunk.length === 0) return
    flipBit(chunk)
    flipped = true
  }
  // A stream gives its chunks away by `read` or, when it flows, by a `data` event with no `read` before it.
  const read = request.read.bind(request)
  request.read = (size?: number): unknown => {
    const chunk: unknown = read(size)
    flip(chunk)
    return chunk
  }
  const emit = request.emit.bind(request)
  request.emit = (event: string | symbol, ...values: unknown[]) => {
    if (event === 'data') flip(values[0])
    return emit(event, ...values)
  }
}

function flipInReply(response: ServerResponse): void {
  const write = response.write.bind(response)
  let flipped = false
  response.write = (chunk: unknown, ...rest: unknown[]) => {
    const bytes = Buffer.from(chunk as Uint8Array)
    if (!flipped && bytes.length > 0) flipBit(bytes)
    flipped = true
    const done = rest.find((value): value is () => void => typeof value === 'function')
    return write(bytes, done)
  }
}

function flipBit(bytes: Buffer): void {
  const middle = Math.floor(bytes.length / 2)
  bytes.writeUInt8((bytes[middle] ?? 0) ^ 1, middle)
}

/** Azure leaves some headers out at times, above all the stored MD5 of a blob made of blocks. */
function withhold(names: readonly string[], response: ServerResponse): void {
  const unwanted = new Set(names.map((name) => name.toLowerCase()))
  const setHeader = response.setHeader.bind(response)
  response.setHeader = (name, value) => (unwanted.has(name.toLowerCase()) ? response : setHeader(name, value))
}

/** Lets the service do its work and loses the reply: wholly, or from the middle of its body on. */
function cutReply(cut: 'after' | 'middle', request: IncomingMessage, response: ServerResponse): void {
  const { socket } = request
  if (cut === 'after') {
    response.write = () => true
    response.writeHead = () => response
    response.flushHeaders = () => undefined
    response.end = () => {
      socket.destroy()
      return response
    }
    return
  }
  const write = response.write.bind(response)
  response.write = (chunk: unknown) => {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))
    write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => socket.destroy())
    return true
  }
}
