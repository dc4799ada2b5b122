import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fail, FailureError } from '../../core/failure.ts'
import { err, ok } from '../../core/result.ts'
import type { LogFields } from '../../engine/ports.ts'
import { createServe, inputLimit, type Sender } from './serve.ts'

const ours: Sender = { known: true, mainFrame: true, url: 'app://foyer/index.html' }

const setUp = (closed?: (name: string) => boolean) => {
  const lines: string[] = []
  const calls: unknown[] = []
  const write = (event: string, fields: LogFields = {}): void => {
    lines.push(`${event} ${JSON.stringify(fields)}`)
  }
  const text = z.object({ text: z.string() })
  const specs = {
    echo: { input: text, output: text },
    leak: { input: z.undefined(), output: z.object({ name: z.string() }) },
    wrong: { input: z.undefined(), output: z.number() },
    fails: { input: z.undefined(), output: z.undefined() },
    throws: { input: z.undefined(), output: z.undefined() },
    breaks: { input: z.undefined(), output: z.undefined() },
  }
  const handlers = {
    echo: async (input: { text: string }) => {
      calls.push(input)
      return ok(input)
    },
    leak: async () => ok({ name: 'Ann', key: 'foyer-secret' }),
    wrong: async () => ok('foyer-secret'),
    fails: async () => err(fail('key-refused', { status: 401 })),
    throws: async () => {
      throw new FailureError(fail('disk-full'))
    },
    breaks: async () => JSON.parse('foyer-secret') as never,
  }
  const serve = createServe(specs, handlers, {
    origin: 'app://foyer',
    ...(closed === undefined ? {} : { closed }),
    log: { info: write, warn: write, error: write },
  })
  return { serve, lines, calls }
}

describe('hardening 11: every call goes through one wrapper', () => {
  it('answers the main frame of a known window on our origin', async () => {
    expect(await setUp().serve(ours, 'echo', { text: 'a' })).toEqual(ok({ text: 'a' }))
  })

  it.each<[string, Partial<Sender>]>([
    ['a frame within the page', { mainFrame: false }],
    ['contents this program did not open', { known: false }],
    ['about:blank', { url: 'about:blank' }],
    ['an empty address', { url: '' }],
    ['a site', { url: 'https://example.com/' }],
    ['a host that begins like ours', { url: 'app://foyer.evil/index.html' }],
    ['a file', { url: 'file:///app://foyer/' }],
    ['data', { url: 'data:text/html,app://foyer/' }],
  ])('refuses %s before looking at the call', async (_who, difference) => {
    const { serve, calls } = setUp()
    expect(await serve({ ...ours, ...difference }, 'echo', { text: 'a' })).toEqual(err(fail('forbidden')))
    expect(calls).toEqual([])
  })

  it.each([['nowhere'], ['toString'], ['__proto__'], [''], [undefined], [7], [{ name: 'echo' }]])(
    'knows no call named %s',
    async (name) => {
      expect((await setUp().serve(ours, name, undefined)).ok).toBe(false)
    },
  )

  it.each([
    ['another shape', { text: 7 }],
    ['nothing', undefined],
    ['a map', new Map([['text', 'a']])],
    ['bytes', { text: new Uint8Array(4) }],
    ['too much', { text: 'a'.repeat(inputLimit) }],
    ['too much beside what is asked for', { text: 'a', more: ['a'.repeat(inputLimit)] }],
  ])('refuses %s as input, without a word of it in the log or the answer', async (_what, input) => {
    const { serve, lines, calls } = setUp()
    const answer = await serve(ours, 'echo', input)
    expect(answer).toMatchObject({ ok: false, error: { code: 'usage', about: 'echo' } })
    expect(calls).toEqual([])
    expect(JSON.stringify([answer, lines])).not.toContain('aaa')
  })

  it('refuses what loops or is too deep', async () => {
    const { serve } = setUp()
    const loop: Record<string, unknown> = { text: 'a' }
    loop['self'] = loop
    expect(await serve(ours, 'echo', loop)).toMatchObject({ ok: false, error: { detail: 'not-plain' } })
  })

  it('strips from input and answer what the contract has no place for', async () => {
    const { serve, calls } = setUp()
    await serve(ours, 'echo', { text: 'a', more: 1 })
    expect(calls).toEqual([{ text: 'a' }])
    expect(await serve(ours, 'leak', undefined)).toEqual(ok({ name: 'Ann' }))
  })

  it('an answer of another shape is a bug, named without its value', async () => {
    const { serve, lines } = setUp()
    expect(await serve(ours, 'wrong', undefined)).toEqual(err(fail('internal', { about: 'wrong' })))
    expect(lines.join()).toContain('answer-off-contract')
    expect(lines.join()).not.toContain('foyer-secret')
  })

  it('failures come back as values, thrown or not', async () => {
    const { serve } = setUp()
    expect(await serve(ours, 'fails', undefined)).toEqual(err(fail('key-refused', { status: 401 })))
    expect(await serve(ours, 'throws', undefined)).toEqual(err(fail('disk-full')))
  })

  it('a bug is answered as internal and logged by place, not by the text it quotes', async () => {
    const { serve, lines } = setUp()
    expect(await serve(ours, 'breaks', undefined)).toEqual(err(fail('internal', { about: 'breaks' })))
    expect(lines.join()).toContain('serve.test')
    expect(lines.join()).not.toContain('foyer-secret')
  })
})

describe('L1.4: a locked window', () => {
  it('is answered nothing that is not open while locked, and nothing runs', async () => {
    const { serve, calls } = setUp((name) => name !== 'fails')
    expect(await serve(ours, 'echo', { text: 'a' })).toEqual(err(fail('locked')))
    expect(calls).toEqual([])
    expect(await serve(ours, 'fails', undefined)).toEqual(err(fail('key-refused', { status: 401 })))
  })

  it('is not told after locking what it asked before', async () => {
    let locked = false
    const { serve, calls } = setUp(() => {
      const before = locked
      locked = true
      return before
    })
    expect(await serve(ours, 'echo', { text: 'a' })).toEqual(err(fail('locked')))
    expect(calls).toEqual([{ text: 'a' }])
  })
})
