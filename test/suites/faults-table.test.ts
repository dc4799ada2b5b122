import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const root = new URL('../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

const rows = read('docs/specs/faults.md')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter(([, fault]) => /^\d+$/.test(fault ?? ''))
  .map(([, fault = '', , file = '', name = '']) => ({
    fault: Number(fault),
    file: file.replaceAll('`', ''),
    name,
  }))

describe('docs/specs/faults.md', () => {
  test('has a test for each of the faults 1 to 43', () => {
    const faults = new Set(rows.map(({ fault }) => fault))
    expect([...faults].sort((a, b) => a - b)).toEqual(Array.from({ length: 43 }, (_, index) => index + 1))
  })

  test.each(rows)('fault $fault: $file has the test “$name”', ({ file, name }) => {
    expect(name.length).toBeGreaterThan(10)
    expect(read(file)).toContain(name)
  })
})
