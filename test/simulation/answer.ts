/** What a server says: header names in lower case. */
export type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** A request as a server sees it. */
export type Question = {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

const dateOf = (now: number): string => new Date(now).toUTCString()

/** The API's envelope. */
export const json = (status: number, result: unknown, now: number): Answer => ({
  status,
  headers: { 'content-type': 'application/json', date: dateOf(now) },
  body: Buffer.from(JSON.stringify({ result })),
})

/** An answer of the storage's own; with a word it is a refusal. */
export const storageAnswer = (
  status: number,
  now: number,
  more: { readonly headers?: Readonly<Record<string, string>>; readonly body?: Uint8Array } = {},
): Answer => ({
  status,
  headers: { 'x-ms-version': '2021-12-02', date: dateOf(now), ...more.headers },
  body: more.body ?? new Uint8Array(0),
})

export const storageRefusal = (status: number, word: string, now: number): Answer =>
  storageAnswer(status, now, { headers: { 'x-ms-error-code': word } })

/** What a hotel's network says to everything before a person has signed in. */
export const captivePortal = (): Answer => ({
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: Buffer.from('<html><title>Welcome to our Wi-Fi</title></html>'),
})

export const throttled = (status: 429 | 503, retryAfter: string | undefined, now: number): Answer => ({
  status,
  headers: {
    'content-type': 'text/plain',
    date: dateOf(now),
    ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
  },
  body: Buffer.from('Too many requests'),
})
