import { describe, expect, test } from 'vitest'
import { type FailureCode, fail } from '../failure.ts'
import { contentTypeOf } from './content-type.ts'
import { isIgnored } from './ignore.ts'
import { addSample, etaOf, rateOf, type Samples } from './rate.ts'
import { reactionTo } from './reaction.ts'

describe('what is left out', () => {
  test.each([
    ['.DS_Store', true],
    ['Thumbs.db', true],
    ['desktop.ini', true],
    ['~$report.docx', true],
    ['.~lock.report.odt#', true],
    ['._photo.jpg', true],
    ['report.docx', false],
    ['~draft.txt', false],
    ['.env', false],
  ])('T1.44: %s: %s', (name, ignored) => {
    expect(isIgnored(name, false)).toBe(ignored)
  })
  test('T1.44: folders by their own names', () => {
    expect([isIgnored('__MACOSX', true), isIgnored('thumbs.db', true)]).toEqual([true, false])
  })
})

describe('rate and time left', () => {
  const every = (ms: number, times: number, bytes: number): Samples =>
    Array.from({ length: times }).reduce<Samples>(
      (samples, _, index) => addSample(samples, index * ms, bytes),
      [],
    )

  test('T1.70: a steady flow has its own rate, and a stop shows within seconds', () => {
    const samples = every(500, 40, 1000)
    expect(rateOf(samples, 19_500)).toBeGreaterThan(1900)
    expect(rateOf(samples, 19_500)).toBeLessThan(2300)
    expect(rateOf(samples, 40_000)).toBe(0)
    expect(samples.length).toBeLessThan(40)
  })
  test('T1.70: the time left is bytes over rate, unknown while nothing moves', () => {
    expect(etaOf(10_000, 2000)).toBe(5000)
    expect(etaOf(10_000, 0)).toBeNull()
  })
})

test.each<[FailureCode, string]>([
  ['unreachable', 'wait'],
  ['throttled', 'wait'],
  ['key-refused', 'wait'],
  ['server-error', 'retry'],
  ['timed-out', 'retry'],
  ['source-changed', 'restart'],
  ['integrity', 'restart'],
  ['invalid', 'fail'],
  ['sas-permission', 'fail'],
  ['disk-full', 'fail'],
])('T1.60: %s means %s', (code, reaction) => {
  expect(reactionTo(fail(code))).toBe(reaction)
})

test('T1.18: pictures and PDFs keep their type, what could run does not', () => {
  expect(['a.PDF', 'b.png', 'c.html', 'd.svg', 'none', 'x.constructor'].map(contentTypeOf)).toEqual([
    'application/pdf',
    'image/png',
    ...Array.from({ length: 4 }, () => 'application/octet-stream'),
  ])
})
