import type { ServerResponse } from 'node:http'

/** Answers as Azure Blob Storage does: the code as a header and in a small XML body. */
export function answerBlobError(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
): void {
  const body = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`
  response.writeHead(status, {
    'x-ms-error-code': code,
    'content-type': 'application/xml',
    'content-length': Buffer.byteLength(body),
  })
  response.end(body)
}

export const sasMessages = {
  AuthenticationFailed:
    'Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.',
  AuthorizationPermissionMismatch:
    'This request is not authorized to perform this operation using this permission.',
} as const
