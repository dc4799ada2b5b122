import { expect, test } from 'vitest'
import { fail, failureCodes } from '../../core/failure.ts'
import { explain, isMisuse } from './words.ts'

test('every failure is told whole: the thing it is about, no hole left open, a sentence at the end', () => {
  for (const code of failureCodes) {
    if (code === 'usage') continue
    const told = explain(fail(code, { about: 'THING', detail: 'DETAIL', status: 409 }))
    expect(told, code).not.toMatch(/\{(?!client\})/)
    expect(told, code).toMatch(/[.?]$/)
  }
})

test('a name is said as it is, whatever characters it has', () => {
  const name = '$& {detail} $1.pdf'
  expect(explain(fail('source-missing', { about: name }))).toContain(name)
})

test('what the portal refuses is a failure, what was asked in the wrong way is misuse', () => {
  expect((['invalid', 'bad-email', 'rule-client', 'usage'] as const).map(isMisuse)).toEqual([
    ...[false, true, true, true],
  ])
})
