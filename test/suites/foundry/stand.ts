import { afterEach } from 'vitest'
import i18n from 'i18next'
import type { Failure } from '../../../src/core/failure.ts'
import { defaultFoundrySettings, type FoundrySettings } from '../../../src/core/foundry/settings.ts'
import type { FoundryWait } from '../../../src/core/foundry/wait.ts'
import type { Result } from '../../../src/core/result.ts'
import { createFoundryClient } from '../../../src/engine/foundry/client.ts'
import { createLimiter, type PaceMemory } from '../../../src/engine/foundry/limiter.ts'
import type { Credentials } from '../../../src/engine/foundry/request.ts'
import { createHttp } from '../../../src/engine/node/http.ts'
import { systemRandom } from '../../../src/engine/node/random.ts'
import type { Log } from '../../../src/engine/ports.ts'
import { foundryWaitWords } from '../../../src/main/cli/people-words.ts'
import { explain } from '../../../src/main/cli/words.ts'
import { failureWords } from '../../../src/renderer/lib/failure-words.ts'
import { startWords } from '../../../src/renderer/lib/words/index.ts'
import { createVirtualClock } from '../../foundry/clock.ts'
import { type Foundry, type FoundryOptions, startFoundry } from '../../foundry/server.ts'

startWords()

const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const forgetful: PaceMemory = {
  load: async () => [],
  began: async () => undefined,
  ended: async () => undefined,
}
export const everybody = { locationIds: [], active: null }

export type Opened = Awaited<ReturnType<typeof open>>
const running: { foundry: Foundry; close: () => Promise<void> }[] = []
afterEach(async () => {
  for (const one of running.splice(0)) await one.close()
})

/** A directory on virtual time, and a client of it; both are gone after the test. `waited`: every pause a person is told of. */
export const open = async (
  options: FoundryOptions = {},
  settings: Partial<FoundrySettings> = {},
  credentials: Partial<Credentials> = {},
) => {
  const clock = createVirtualClock()
  const foundry = await startFoundry({ clock, ...options })
  const http = createHttp()
  running.push({
    foundry,
    close: async () => {
      await http.close()
      await foundry.close()
    },
  })
  const chosen = { ...defaultFoundrySettings, baseUrl: foundry.url, ...settings }
  const logged: string[] = []
  const waited: FoundryWait[] = []
  const onWait = (wait: FoundryWait): void => void waited.push(wait)
  const log: Log = { ...quiet, warn: (event, more) => logged.push(JSON.stringify([event, more])) }
  const begin = (memory = forgetful) => ({
    ...{ settings: chosen, http, clock, random: systemRandom, log, onWait },
    credentials: { clientId: foundry.clientId, clientSecret: foundry.clientSecret, ...credentials },
    limiter: createLimiter(
      { clock, uuid: () => systemRandom.uuid(), onWait },
      () => chosen.requestsPerMinute,
      memory,
    ),
  })
  return { clock, foundry, logged, waited, begin, client: createFoundryClient(begin()) }
}

export const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code} ${result.error.detail ?? ''}`)
  return result.value
}
export const failed = (result: Result<unknown>): Failure => {
  if (result.ok) throw new Error('It did not fail')
  return result.error
}
/** What a person reads of a failure: in the window, its title, what to do, and the other side's words; by command, one sentence. */
export const read = (failure: Failure) => {
  const { title, next, detail } = failureWords(failure, i18n.t)
  // The stand-in's port is another each time.
  const named = (words: string): string => words.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1')
  return {
    window: [title, next, ...(detail === null ? [] : [detail])].map(named),
    command: named(explain(failure)),
  }
}

/** What a person reads of a pause. The window's time of day is the place's own. */
export const readOfWait = (wait: FoundryWait, now: number) => ({
  window: i18n.t(`import.waits.${wait.why}`, { time: '…' }),
  command: foundryWaitWords(wait, now),
})

/** Both at once, for a word of it. */
export const told = (failure: Failure): string =>
  `${read(failure).window.join(' ')} | ${read(failure).command}`
