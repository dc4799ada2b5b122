// A process of its own with the engine in it, so that it can be killed at any moment: `node driver.ts INSTRUCTION`.
// Prints `working` once its archive is open, and at the job's end the job's numbers as JSON.
import { setTimeout as wait } from 'node:timers/promises'
import type { Http } from '../../src/engine/ports.ts'
import { keepAcknowledged } from './blocks-again.ts'
import { openEngine, type Place } from './engine.ts'
import { type Job, runJob } from './job.ts'

/**
 * The moment around a request at which the process ends itself: before it goes, `milliseconds` after it went, or when
 * its answer is there and nobody has heard of it (fault 2).
 */
export type Death = {
  readonly request: number
  readonly moment: 'before' | 'during' | 'answered'
  readonly milliseconds: number
  /** Counts only requests whose "METHOD url" this pattern fits. */
  readonly only?: string
}

export type Instruction = Place & { readonly job: Job; readonly death: Death | null }

const die = (): void => {
  process.kill(process.pid, 'SIGKILL')
}

const dying = (http: Http, death: Death | null): Http => {
  let count = 0
  const only = new RegExp(death?.only ?? '')
  const fits = (asked: string): boolean => only.test(asked)
  return {
    ...http,
    send: async (request) => {
      if (death === null || !fits(`${request.method} ${request.url}`)) return http.send(request)
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

const { job, death, ...place } = JSON.parse(process.argv[2] ?? '') as Instruction
const engine = await openEngine(place, {
  through: (http) => dying(http, death),
  journaled: (rows) => keepAcknowledged(place.folder, rows),
})
console.log('working')
const { state, files, problems } = await runJob(engine, job)
console.log(JSON.stringify({ state, files, problems }))
await engine.close()
