import { setTimeout as wait } from 'node:timers/promises'
import type { Http } from '../../src/engine/ports.ts'

/**
 * The moment around a request at which the process ends itself: before it goes, `milliseconds` after it went, or when
 * its answer is there and nobody has heard of it (fault 2).
 */
export type Death = {
  readonly request: number
  readonly moment: 'before' | 'during' | 'answered'
  readonly milliseconds: number
  /** Counts only requests whose "METHOD url", followed by a space and the body where that is a text, this fits. */
  readonly only?: string
}

const die = (): void => {
  process.kill(process.pid, 'SIGKILL')
}

/** An Http port that ends the process at the moment `death` names. */
export const dying = (http: Http, death: Death | null): Http => {
  let count = 0
  const only = new RegExp(death?.only ?? '')
  const fits = (asked: string): boolean => only.test(asked)
  return {
    ...http,
    send: async (request) => {
      const body = typeof request.body === 'string' ? ` ${request.body}` : ''
      if (death === null || !fits(`${request.method} ${request.url}${body}`)) return http.send(request)
      count += 1
      if (count !== death.request) return http.send(request)
      if (death.moment === 'before') die()
      if (death.moment === 'during') void wait(death.milliseconds).then(die)
      const answer = await http.send(request)
      if (death.moment === 'answered') die()
      return answer
    },
  }
}
