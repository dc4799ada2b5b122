/** An error the portal answers with: the status and, in Foyer's envelope, the message. */
export type Refusal = Error & { readonly statusCode: number }

export function refusal(statusCode: number, message: string): Refusal {
  return Object.assign(new Error(message), { statusCode })
}
