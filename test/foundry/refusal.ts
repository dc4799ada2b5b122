/** An answer that is no success: its status, and its body as it goes out. */
export type Refusal = Error & {
  readonly statusCode: number
  readonly payload: unknown
  readonly headers: Readonly<Record<string, string>>
}

export const refuse = (
  statusCode: number,
  payload: unknown,
  headers: Readonly<Record<string, string>> = {},
): Refusal => Object.assign(new Error(`Refused with ${statusCode}`), { statusCode, payload, headers })

export const isRefusal = (error: unknown): error is Refusal => error instanceof Error && 'payload' in error
