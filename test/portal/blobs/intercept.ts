import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'

import type { PortalClock } from '../clock.ts'
import { parseBlobUrl } from './address.ts'
import { refuseByFault, spoil } from './blob-faults.ts'
import { answerBlobError, sasMessages } from './error.ts'
import type { BlobSurroundings } from './service.ts'

/**
 * Stands before the blob service's own listener: writes the log, applies faults, keeps the portal's clock.
 * `judge` says who knows about revoked tokens and a skewed clock: Azurite does not, so it is done here.
 */
export function intercept(
  handle: RequestListener,
  around: BlobSurroundings,
  judge: 'service' | 'here',
): RequestListener {
  return (request, response) => {
    // The portal's own requests (fixtures, existence checks) carry the account's key and are nobody's business.
    if (request.headers.authorization !== undefined) {
      handle(request, response)
      return
    }
    const url = request.url ?? '/'
    const path = url.split('?', 1)[0] ?? url
    const method = request.method ?? 'GET'
    const entry = around.log.begin({
      service: 'blob',
      method,
      url,
      route: path,
      bodyBytes: Number(request.headers['content-length'] ?? 0),
      late: false,
    })
    response.once('close', () => {
      entry.authorised = response.statusCode !== 403 && response.headersSent
      around.log.end(entry, response.headersSent ? response.statusCode : null)
    })
    const fault = around.faults.take('blob', method, path)
    entry.fault = fault?.id ?? null
    const proceed = () => {
      if (request.socket.destroyed) return
      if (fault !== undefined && refuseByFault(fault, request, response)) return
      if (around.clock.skew() !== 0) dateBy(around.clock, response)
      if (judge === 'here' && refuseBySas(request, response, around)) return
      if (fault !== undefined) spoil(fault, request, response)
      handle(request, response)
    }
    if (fault?.delayMs === undefined) proceed()
    else setTimeout(proceed, fault.delayMs)
  }
}

/** The service dates its answers by this computer's clock; a skewed portal's are dated by the portal's. */
function dateBy(clock: PortalClock, response: ServerResponse): void {
  const date = new Date(clock.now()).toUTCString()
  const setHeader = response.setHeader.bind(response)
  setHeader('date', date)
  response.setHeader = (name, value) => setHeader(name, name.toLowerCase() === 'date' ? date : value)
}

/**
 * Ends tokens the portal revoked and, while the portal's clock is off, judges `se` by that clock:
 * the token is then swapped for one that is good by this computer's clock, which the service goes by.
 */
function refuseBySas(request: IncomingMessage, response: ServerResponse, around: BlobSurroundings): boolean {
  const address = parseBlobUrl(request.url ?? '/')
  if (address === undefined) return false
  const { desk, clock } = around
  const skewed = clock.skew() !== 0
  const refused = desk.revoked(address.query)
    ? 'AuthenticationFailed'
    : skewed
      ? desk.refuse(address.query, address.container, [])
      : undefined
  if (refused !== undefined) {
    request.resume()
    request.once('end', () => answerBlobError(response, 403, refused, sasMessages[refused]))
    return true
  }
  if (skewed) {
    const rest = [...address.query].filter(([name]) => !sasParameters.has(name))
    const token = desk.translate(address.container, desk.permissionsOf(address.query))
    request.url = `${address.path}?${[new URLSearchParams(rest).toString(), token].filter((part) => part !== '').join('&')}`
  }
  return false
}

const sasParameters = new Set(['sv', 'ss', 'srt', 'spr', 'st', 'se', 'sr', 'sp', 'sip', 'sig', 'sdd', 'ses'])
