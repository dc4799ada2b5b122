import type { Portal } from './server.ts'

type Answer = {
  readonly status: number
  readonly headers: Headers
  /** The payload inside the envelope. */
  readonly result: unknown
}

/** Calls a portal's API as a client does, with its key. */
export type Caller = (method: string, path: string, body?: unknown) => Promise<Answer>

export function createCaller({ url, key }: Pick<Portal, 'url' | 'key'>): Caller {
  return async (method, path, body) => {
    const response = await fetch(`${url}/v1${path}`, {
      method,
      headers: { authorization: basic(key), 'content-type': 'application/json' },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
    })
    const { result } = (await response.json()) as { readonly result: unknown }
    return { status: response.status, headers: response.headers, result }
  }
}

export function basic(key: string): string {
  return `Basic ${Buffer.from(`${key}:`).toString('base64')}`
}

/** Sends a request to a control route and gives its JSON back. */
export async function control(
  portal: Pick<Portal, 'control'>,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const response = await fetch(`${portal.control}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return response.json()
}
