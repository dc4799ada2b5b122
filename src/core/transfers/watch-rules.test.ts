import { describe, expect, test } from 'vitest'
import { decide, isDue, isLeftOut, type Known, lockNames, look, versionOf } from './watch-rules.ts'

const known = (more: Partial<Known> = {}): Known => ({
  ...{ fingerprint: '10:1:7', size: 10, sha256: 'abc', state: 'sent', problem: null },
  ...more,
})
const now = { fingerprint: '10:1:7', size: 10 }
const touched = { fingerprint: '10:2:7', size: 10 }
const grown = { fingerprint: '11:2:7', size: 11 }

describe('what is done with a settled file', () => {
  test.each([
    ['a new file', now, undefined, 'send'],
    ['what was sent', now, known(), 'nothing'],
    ['the same under another inode', { ...now, fingerprint: '10:1:9' }, known(), 'nothing'],
    ['the size that was sent, another time', touched, known(), 'hash'],
    ['the same, where no hash is known', touched, known({ sha256: null }), 'send'],
    ['another size', grown, known(), 'send'],
    ['what was there before', now, known({ state: 'before', sha256: null }), 'nothing'],
    ['what was there before, changed', touched, known({ state: 'before', sha256: null }), 'send'],
    ['what the portal had, touched', touched, known({ state: 'there' }), 'hash'],
    ['what is under way', now, known({ state: 'sending' }), 'nothing'],
    ['a newer version of what is under way', touched, known({ state: 'sending' }), 'later'],
    ['what failed', now, known({ state: 'failed', problem: 'invalid' }), 'nothing'],
    ['what failed, changed', touched, known({ state: 'failed', problem: 'invalid' }), 'send'],
    ['what was gone', now, known({ state: 'failed', problem: 'source-missing' }), 'send'],
    ['what was cancelled', now, known({ state: 'failed', problem: 'cancelled' }), 'nothing'],
  ] as const)('W1.5, W1.6, W1.10: %s', (_, file, before, decision) => {
    expect(decide(file, before)).toBe(decision)
  })
})

test('W1.5: a version is size and mtime', () => {
  expect(versionOf('10:1234:99')).toBe('10:1234')
})

test('W1.4: a file is settled once it stood still long enough, counted from its last change', () => {
  const first = look({ fingerprint: null, since: 0 }, '5:1:1', 1000, 300)
  expect(first.settled).toBe(false)
  const second = look(first.candidate, '6:2:1', 1200, 300)
  expect(second).toEqual({ candidate: { fingerprint: '6:2:1', since: 1200 }, settled: false })
  expect(look(second.candidate, '6:2:1', 1499, 300).settled).toBe(false)
  expect(look(second.candidate, '6:2:1', 1500, 300).settled).toBe(true)
})

test('W1.8: a batch goes when all is still, or when its first file has waited long enough', () => {
  expect(isDue(0, 0, 99_999, 1000)).toBe(false)
  expect(isDue(5, 0, 0, 1000)).toBe(true)
  expect(isDue(5, 1, 999, 1000)).toBe(false)
  expect(isDue(5, 1, 1000, 1000)).toBe(true)
})

test.each([
  ['report.pdf', false, false],
  ['Report.PDF.CRDOWNLOAD', false, true],
  ['x.part', false, true],
  ['x.tmp', false, true],
  ['~$report.docx', false, true],
  ['.DS_Store', false, true],
  ['part', false, false],
  ['parts', true, false],
  ['__MACOSX', true, true],
  ['film.mp4.download', true, true],
] as const)('W1.4: %s (folder: %s) is left out: %s', (name, isFolder, out) => {
  expect(isLeftOut(name, isFolder)).toBe(out)
})

test('W1.4: the lock files of Word and LibreOffice beside a document', () => {
  expect(lockNames('report.docx')).toEqual(['~$report.docx', '~$port.docx', '.~lock.report.docx#'])
})
