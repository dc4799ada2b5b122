import i18n from 'i18next'
import { expect, test } from 'vitest'
import { fail } from '../../core/failure.ts'
import { failureWords } from './failure-words.ts'
import { startWords } from './words/index.ts'

test('a failure names its thing, and quotes only what the other side said', () => {
  startWords()
  expect(failureWords(fail('invalid', { about: 'Ada', detail: 'name: too long' }), i18n.t)).toMatchObject({
    ...{ title: 'The portal refused what was sent (Ada)', detail: 'The portal says: “name: too long”' },
  })
  expect(failureWords(fail('foundry-refused', { detail: 'No such filter' }), i18n.t).detail).toBe(
    'Foundry says: “No such filter”',
  )
  // Codes of this computer and of the storage are for the log.
  for (const failure of [
    fail('disk-error', { detail: 'EIO' }),
    fail('integrity', { detail: 'md5' }),
    fail('foundry-answer', { detail: 'json' }),
  ])
    expect(failureWords(failure, i18n.t).detail, failure.code).toBeNull()
})
