import { ok, type Result } from '../../core/result.ts'
import type { Clock } from '../ports.ts'

/** A token as it goes into the Authorization header, and when it ends, ms since the epoch. */
export type Token = { readonly header: string; readonly secret: string; readonly endsAt: number }

export type TokenDesk = {
  /** The token in use, or a new one; one renewal serves all who wait (F1.3). */
  get(): Promise<Result<Token>>
  /** A token that was refused is not handed out again. */
  refused(token: Token): void
}

const earlyMs = 60_000

/** When a token is to be renewed: a minute before its end, or at half its life where that is short. */
export const renewAt = (receivedAt: number, livesMs: number): number =>
  receivedAt + (livesMs > 2 * earlyMs ? livesMs - earlyMs : Math.floor(livesMs / 2))

export const createTokenDesk = (clock: Clock, fetchToken: () => Promise<Result<Token>>): TokenDesk => {
  let current: Token | undefined
  let underWay: Promise<Result<Token>> | undefined
  return {
    get: async () => {
      if (current !== undefined && clock.now() < current.endsAt) return ok(current)
      underWay ??= fetchToken().then((fetched) => {
        underWay = undefined
        current = fetched.ok ? fetched.value : undefined
        return fetched
      })
      return underWay
    },
    refused: (token) => {
      if (current === token) current = undefined
    },
  }
}
