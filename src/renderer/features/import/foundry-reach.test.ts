import { expect, it } from 'vitest'
import { defaultFoundrySettings, foundrySettings } from '../../../core/foundry/settings.ts'
import { reachForm, settingsOf, usualSettings } from './foundry-reach.ts'

it('F1.1, F1.4: what is typed becomes settings that the schema takes, or says what is wrong', () => {
  expect(usualSettings).toEqual(defaultFoundrySettings)
  const form = reachForm(null)
  const read = settingsOf({ ...form, requests: ' 200 ', version: ' v2.1 ' })
  expect(read.ok && foundrySettings.parse(read.settings)).toMatchObject({
    requestsPerMinute: 200,
    version: 'v2.1',
  })
  const problem = (change: Partial<typeof form>) => {
    const answer = settingsOf({ ...form, ...change })
    return answer.ok ? null : answer.problem
  }
  expect(problem({ baseUrl: ' ' })).toBe('url')
  expect(['', '../v1', '..', 'v 1'].map((version) => problem({ version }))).toEqual(Array(4).fill('version'))
  expect(['0', '201', '1e2', ''].map((requests) => problem({ requests }))).toEqual(Array(4).fill('requests'))
})
