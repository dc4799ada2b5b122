import { expect, test } from 'vitest'
import { initials, tint } from './person.ts'

test.each([
  ['Harper & Lowe LLP', 'HL'],
  ['ana ruiz', 'AR'],
  ['Obsidian', 'OB'],
  ['文華樓集團', '文'],
  ['O’Brien Roofing', 'OR'],
  ['mei.tanaka@example.com', 'MT'],
  ['', '·'],
  ['—', '·'],
])('the tile of "%s" says %s', (name, letters) => {
  expect(initials(name)).toBe(letters)
})

test('a tint is one of six and always the same for an id', () => {
  for (const id of ['a', 'b', 'space-1', '文']) {
    expect(tint(id)).toBe(tint(id))
    expect(tint(id)).toBeGreaterThanOrEqual(0)
    expect(tint(id)).toBeLessThan(6)
  }
})
