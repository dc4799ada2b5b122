import { expect, test } from 'vitest'
import { failureCodes } from '../../../core/failure.ts'
import { en } from './en.ts'

test('every failure code says what is so and what to do next', () => {
  expect(Object.keys(en.failures).sort()).toEqual([...failureCodes].sort())
  for (const code of failureCodes) {
    expect(en.failures[code].title, code).not.toMatch(/[.!]$/)
    expect(en.failures[code].next, code).toMatch(/\.$/)
  }
})

test('every counted phrase has both of its forms', () => {
  const missing: string[] = []
  const walk = (node: object, path: string): void => {
    for (const [key, value] of Object.entries(node) as [string, unknown][]) {
      if (typeof value === 'object' && value !== null) walk(value, `${path}${key}.`)
      else if (key.endsWith('_one') && !(key.replace(/_one$/, '_other') in node)) missing.push(path + key)
      else if (key.endsWith('_other') && !(key.replace(/_other$/, '_one') in node)) missing.push(path + key)
    }
  }
  walk(en, '')
  expect(missing).toEqual([])
})
