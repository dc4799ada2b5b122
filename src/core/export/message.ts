/** A message as an export tells it. `at` is in milliseconds since the epoch, by the portal. */
export type ExportedMessage = {
  readonly id: string
  readonly at: number
  readonly userId: string
  readonly author: string
  readonly email: string
  readonly role: string
  /** Text of unknown origin, as it came. */
  readonly content: string
}
