import { afterEach, describe, expect, test } from 'vitest'
import { join } from 'node:path'
import type { Http } from '../../../src/engine/ports.ts'
import { failedRows } from './told.ts'
import {
  control,
  createWorld,
  download,
  hashesOf,
  problemsOf,
  random,
  remoteTree,
  upload,
  valueOf,
  begin,
  when,
  type World,
  type WorldOptions,
} from './world.ts'

let world: World
const open = async (options?: WorldOptions): Promise<void> => {
  world = await createWorld(options)
}
afterEach(() => world.close())

/** Answers requests for a token with what `change` makes of the portal's answer. */
const changingTokens =
  (change: (url: string) => string, asked: string[]) =>
  (http: Http): Http => ({
    ...http,
    send: async (request) => {
      asked.push(request.url)
      const sent = await http.send(request)
      if (!sent.ok || !request.url.endsWith('/sas')) return sent
      const bytes = valueOf(await sent.value.bytes())
      const body = JSON.parse(new TextDecoder().decode(bytes)) as { result: { url: string; token: string } }
      body.result.url = change(body.result.url)
      const changed = new TextEncoder().encode(JSON.stringify(body))
      return {
        ok: true,
        value: { ...sent.value, bytes: () => Promise.resolve({ ok: true, value: changed }) },
      }
    },
  })

describe('fault 10: a token for another place', () => {
  test.each([
    ['another host', (url: string) => url.replace(/^http:\/\/[^/]+/, 'https://evil.example')],
    [
      'a host that only looks like Azure',
      (url: string) => url.replace(/^http:\/\/[^/]+/, 'https://a.blob.core.windows.net.evil.example'),
    ],
    [
      'Azure without encryption',
      (url: string) => url.replace(/^http:\/\/[^/]+/, 'http://acct.blob.core.windows.net'),
    ],
  ])('T1.22: %s is given no byte, and the files say so', async (_what, change) => {
    const asked: string[] = []
    await open({ http: changingTokens(change, asked) })
    const job = await upload(world, [
      await world.put('src/a.txt', random(10)),
      await world.put('src/b.txt', random(10)),
    ])
    expect(problemsOf(job)).toEqual({ 'sas-refused': 2 })
    expect(await failedRows(world, job.id)).toHaveLength(2)
    const api = new URL(world.portal.url).host
    expect(new Set(asked.map((url) => new URL(url).host))).toEqual(new Set([api]))
    expect(remoteTree(world)).toEqual({})
  })

  test('T1.22: another container in mid-job is given nothing, and a retry with the right one goes on', async () => {
    const asked: string[] = []
    let elsewhere = false
    const change = (url: string): string => (elsewhere ? url.replace(/\/([0-9a-f-]{36})\?/, '/0$1?') : url)
    await open({ http: changingTokens(change, asked), transfers: { blockBytes: 65_536 } })
    world.portal.faults.add({ route: 'PUT /*', blob: true, delayMs: 120 })
    const jobId = await begin(world, [await world.put('src/large.bin', random(40 * 65_536))])
    await when(world, (jobs) => jobs.some(({ bytes }) => bytes.done > 5 * 65_536))
    elsewhere = true
    await control(world, '/sas', { revoke: true })
    const job = await world.transfers().ended(jobId)
    expect(problemsOf(job)).toEqual({ 'sas-refused': 1 })
    await failedRows(world, jobId)
    expect(asked.filter((url) => /\/0[0-9a-f-]{36}\//.test(url))).toEqual([])
    elsewhere = false
    valueOf(await world.transfers().retryFailed(jobId))
    expect(await world.transfers().ended(jobId)).toMatchObject({ state: 'done' })
    expect(remoteTree(world)).toEqual({ 'large.bin': 1 })
  })
})

describe('fault 11: a renewal that fails', () => {
  test.each([
    ['with an error of the portal’s', { status: 500 }],
    ['with a lost reply', { cut: 'after' as const }],
  ])('T1.20: %s costs nothing, before and after the old token has ended', async (_what, fault) => {
    await open({ portal: { sasSeconds: 2 }, transfers: { blockBytes: 65_536 } })
    for (let n = 0; n < 12; n += 1) await world.put(`src/d/${n}.bin`, random(3_000 + n))
    await world.put('src/d/large.bin', random(30 * 65_536))
    world.portal.faults.add({ route: 'GET /v1/spaces/:id/sas', skip: 1, count: 5, ...fault })
    world.portal.faults.add({ route: 'PUT /*', blob: true, delayMs: 350 })
    const job = await upload(world, [join(world.folder, 'src/d')])
    expect(job).toMatchObject({ state: 'done', files: { done: 13, failed: 0 } })
    const failed = world.portal.log
      .entries()
      .filter(({ route, fault: struck }) => route.endsWith('/sas') && struck !== null)
    expect(failed.length).toBeGreaterThan(0)
    world.portal.faults.clear()
    await download(world, join(world.folder, 'back'))
    expect(await hashesOf(join(world.folder, 'back'))).toEqual(await hashesOf(join(world.folder, 'src')))
  })
})
