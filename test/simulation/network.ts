import { type Failure, type FailureCode, fail, FailureError } from '../../src/core/failure.ts'
import { err, ok, type Result } from '../../src/core/result.ts'
import type { Http, HttpRequest, HttpResponse } from '../../src/engine/ports.ts'
import type { Random } from '../portal/random.ts'
import { type Answer, captivePortal, json, type Question, throttled } from './answer.ts'
import type { Judge } from './judge.ts'
import type { PortalModel } from './portal-model.ts'
import { containerUrl, type StorageModel } from './storage-model.ts'
import type { VirtualTime } from './virtual-time.ts'
import type { Fate, Weather } from './weather.ts'

/** Hears of what goes over the network. */
export type NetworkEar = {
  readonly sent: (question: Question) => void
  /** The engine was given the answer to it. */
  readonly answered: (question: Question, answer: Answer) => void
}

export const apiUrl = 'https://api.foyer.example'

/**
 * The Http port of one life of the engine, over the models and the weather. `ended` aborted: the process is gone, so no
 * answer comes any more; what is on its way still arrives.
 */
export const createNetwork = (world: {
  readonly time: VirtualTime
  readonly random: Random
  readonly weather: Weather
  readonly portal: Pick<PortalModel, 'handle'>
  readonly storage: Pick<StorageModel, 'handle'>
  readonly judge: Judge
  readonly ear: NetworkEar
  readonly ended: AbortSignal
}): Http => {
  const { time, random, weather, portal, storage, judge, ear, ended } = world

  const handle = (question: Question): Answer =>
    question.url.href.startsWith(containerUrl) ? storage.handle(question) : portal.handle(question)

  const send = (request: HttpRequest): Promise<Result<HttpResponse>> =>
    new Promise((resolve) => {
      const question = questionOf(request)
      const { host } = question.url
      const api = question.url.origin === apiUrl
      const effect = request.method !== 'GET' && request.method !== 'HEAD'
      if (ended.aborted || request.signal?.aborted === true) {
        resolve(err(fail('cancelled', { about: host })))
        return
      }
      const fate = weather.fateOf({ api, writes: effect }, time.now())
      const id = `${request.method} ${shortOf(question)}`
      judge.note(`→ ${id} ${fate.kind}`)
      ear.sent(question)
      let settled = false

      const settle = (result: Result<HttpResponse>): void => {
        if (settled) return
        settled = true
        takeLimitBack()
        request.signal?.removeEventListener('abort', cancel)
        ended.removeEventListener('abort', cancel)
        resolve(result)
      }
      const broken = (code: FailureCode, started = true): Failure => ({
        ...fail(code, { about: host }),
        ...(started && effect ? { unsure: true } : {}),
      })
      const cancel = (): void => settle(err(broken('cancelled')))
      request.signal?.addEventListener('abort', cancel, { once: true })
      ended.addEventListener('abort', cancel, { once: true })

      const there = random.next() * 120
      const back = random.next() * 120
      const breakAfter = (ms: number, failure: Failure): (() => void) =>
        time.after(ms, () => {
          if (!settled) judge.note(`← ${id} ${failure.code}`)
          settle(err(failure))
        })
      const answerAfter = (ms: number, answer: Answer, damage: Damage = 'none'): void => {
        time.after(ms, () => {
          if (settled) return
          judge.note(`← ${id} ${answer.status}${damage === 'none' ? '' : ` ${damage}`}`)
          if (damage === 'none') ear.answered(question, answer)
          settle(ok(responseOf(answer, damage, broken('unreachable'), random)))
        })
      }
      const doAfter = (ms: number, then: (answer: Answer) => void): void => {
        time.after(ms, () => then(handle(question)))
      }
      // The limit for the head, whatever else happens.
      const takeLimitBack = breakAfter(request.timeoutMs, broken('timed-out'))
      meet(fate)

      function meet(met: Fate): void {
        switch (met.kind) {
          case 'fine':
            doAfter(there, (answer) => answerAfter(back, answer))
            return
          case 'refused':
            breakAfter(there, broken('unreachable', false))
            return
          case 'lost-request':
            breakAfter(there, broken('unreachable'))
            return
          case 'lost-reply':
            doAfter(there, () => undefined)
            breakAfter(there + back, broken('unreachable'))
            return
          case 'black-hole':
            return
          case 'late':
            doAfter(met.effectAfter, (answer) => answerAfter(back, answer))
            if (met.reset) breakAfter(there, broken('unreachable'))
            return
          case 'error':
            if (met.done) doAfter(there, () => undefined)
            answerAfter(there + back, errorOf(met.status, api, time.now()))
            return
          case 'throttled':
            answerAfter(there + back, throttled(met.status, waitOf(met.seconds), time.now()))
            return
          case 'captive':
            answerAfter(there, captivePortal())
            return
          case 'key-refused':
            answerAfter(there + back, json(401, { message: 'Unauthorized' }, time.now()))
            return
          case 'broken-off':
          case 'short':
          case 'turned-bit':
            doAfter(there, (answer) => answerAfter(back, answer, damageOf(met.kind, question, answer)))
            return
          case 'turned-request':
            time.after(there, () => {
              answerAfter(back, handle({ ...question, body: turnBit(question.body, random) }))
            })
        }
      }

      function waitOf(seconds: number | null): string | undefined {
        if (seconds === null) return undefined
        // Both forms of the header (fault 14).
        return random.next() < 0.5
          ? String(seconds)
          : new Date(time.now() + there + back + seconds * 1000).toUTCString()
      }
    })

  return { send, close: () => Promise.resolve() }
}

type Damage = 'none' | 'broken-off' | 'short' | 'turned-bit'

/**
 * What can come short or altered without the connection noticing is a blob's content; and altered only where the storage
 * keeps an MD5, for otherwise nobody could tell.
 */
const damageOf = (wanted: Damage, { method, url }: Question, { headers }: Answer): Damage => {
  if (method !== 'GET' || url.origin === apiUrl || url.searchParams.has('comp')) return 'broken-off'
  const known = headers['content-md5'] !== undefined || headers['x-ms-blob-content-md5'] !== undefined
  return wanted === 'turned-bit' && !known ? 'broken-off' : wanted
}

const questionOf = ({ method, url, headers, body }: HttpRequest): Question => ({
  method,
  url: new URL(url),
  headers,
  // A copy: the engine uses its buffers again.
  body:
    body === undefined
      ? new Uint8Array(0)
      : Uint8Array.from(typeof body === 'string' ? Buffer.from(body) : body),
})

const errorOf = (status: 500 | 502, api: boolean, now: number): Answer =>
  api
    ? json(status, { message: 'Something went wrong' }, now)
    : { status, headers: { 'x-ms-error-code': 'InternalError' }, body: new Uint8Array(0) }

const turnBit = (bytes: Uint8Array, random: Random): Uint8Array => {
  if (bytes.length === 0) return bytes
  const turned = Uint8Array.from(bytes)
  const place = random.between(0, bytes.length - 1)
  turned[place] = (turned[place] ?? 0) ^ (1 << random.between(0, 7))
  return turned
}

const responseOf = (answer: Answer, damage: Damage, failure: Failure, random: Random): HttpResponse => {
  const whole = damage === 'turned-bit' ? turnBit(answer.body, random) : answer.body
  const length = damage === 'none' || damage === 'turned-bit' ? whole.length : random.between(0, whole.length)
  const body = whole.subarray(0, length)
  const cuts = random.between(0, body.length)
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(body.subarray(0, cuts))
    if (damage === 'broken-off') throw new FailureError(failure)
    yield await Promise.resolve(body.subarray(cuts))
  }
  return {
    status: answer.status,
    headers: answer.headers,
    chunks,
    bytes: (limit = Infinity) => {
      if (damage === 'broken-off') return Promise.resolve(err(failure))
      if (body.length > limit) return Promise.resolve(err(fail('unexpected-answer')))
      return Promise.resolve(ok(body))
    },
  }
}

/** The request in few words, without its token. */
const shortOf = ({ url, body }: Question): string => {
  const comp = url.searchParams.get('comp')
  const block = url.searchParams.get('blockid')
  const name = block === null ? '' : ` ${Buffer.from(block, 'base64').toString().slice(-5)}`
  const api = url.origin === apiUrl && body.length > 2 ? ` ${Buffer.from(body).toString().slice(0, 140)}` : ''
  return `${url.pathname}${comp === null ? '' : ` ${comp}`}${name}${api}`
}
