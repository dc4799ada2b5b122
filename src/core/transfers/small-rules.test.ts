import { describe, expect, test } from 'vitest'
import { type FailureCode, fail } from '../failure.ts'
import { contentTypeOf } from './content-type.ts'
import { estimateMs, learnSpeed } from './estimate.ts'
import { ignoreRule, isIgnored } from './ignore.ts'
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
  test.each([
    ['*.tmp', 'd/deep/a.TMP', false, true],
    ['*.tmp', 'd/a.tmp.pdf', false, false],
    ['drafts/*.docx', 'd/drafts/a.docx', false, true],
    ['drafts/*.docx', 'd/other/a.docx', false, false],
    ['cache/', 'd/cache', true, true],
    ['cache/', 'd/cache', false, false],
    ['/', 'd/a', false, false],
    ['**', 'd/a', false, false],
    ['# *.pdf', 'a.pdf', false, false],
    ['', 'a.pdf', false, false],
    ['*.tmp', 'd/.DS_Store', false, true],
  ])('T1.126: the own pattern %j and %s (folder: %s): %s', (pattern, path, isFolder, ignored) => {
    expect(ignoreRule([pattern])(path, isFolder)).toBe(ignored)
  })
})

describe('the time a plan will take', () => {
  const nothing = { bytesPerSecond: null, filesPerSecond: null }
  const small = learnSpeed(nothing, { files: 300, bytes: 300_000, ms: 10_000 })
  const both = learnSpeed(small, { files: 1, bytes: 500_000_000, ms: 10_000 })
  test('T1.39: is unknown before anything was sent, and after something of another kind', () => {
    expect(estimateMs({ files: 3, bytes: 30 }, nothing)).toBeNull()
    expect(estimateMs({ files: 1, bytes: 5_000_000_000 }, small)).toBeNull()
    expect(estimateMs({ files: 0, bytes: 0 }, both)).toBeNull()
  })
  test('T1.39: is told by the files of many small ones and by the bytes of large ones', () => {
    expect(estimateMs({ files: 3_000, bytes: 3_000_000 }, both)).toBe(100_000)
    expect(estimateMs({ files: 2, bytes: 5_000_000_000 }, both)).toBe(100_000)
  })
  test('T1.39: a job of no time or no files teaches nothing', () => {
    expect(learnSpeed(both, { files: 9, bytes: 9, ms: 3 })).toEqual(both)
    expect(learnSpeed(both, { files: 0, bytes: 0, ms: 30_000 })).toEqual(both)
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
