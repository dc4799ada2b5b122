import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fitsPath, hasRoom, longestPath, mayOpen, quarantineMark } from './download-rules.ts'
import { byteLength, nameKeyIn, safeName, uniqueName } from './names.ts'

describe('a name in a folder whose sense of names is known', () => {
  test.each([
    ['A.txt', 'a.txt', false, true, 'same'],
    ['A.txt', 'a.txt', true, true, 'other'],
    ['\u00e9', 'e\u0301', true, false, 'same'],
    ['\u00e9', 'e\u0301', true, true, 'other'],
    ['\u00c9', 'e\u0301', false, false, 'same'],
  ])('T1.57: %s and %s, case told apart %s, form %s: %s', (one, two, letterCase, unicodeForm, expected) => {
    const key = nameKeyIn({ letterCase, unicodeForm })
    expect(key(one) === key(two) ? 'same' : 'other').toBe(expected)
  })

  test('T1.57: names made for one folder never meet there, whatever it tells apart', () => {
    const hostile = fc.oneof(
      fc.constantFrom('A', 'a', '\u00e9', 'e\u0301', 'CON', 'con.txt', '..', 'a. ', 'a', 'x'.repeat(300)),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(
        fc.array(hostile, { maxLength: 20 }),
        fc.boolean(),
        fc.boolean(),
        (names, letterCase, unicodeForm) => {
          const keyOf = nameKeyIn({ letterCase, unicodeForm })
          const taken = new Set<string>()
          for (const name of names) {
            const made = uniqueName(safeName(name, 'posix'), taken, keyOf)
            expect(taken.has(keyOf(made))).toBe(false)
            expect(byteLength(made)).toBeLessThanOrEqual(255)
            expect(made).not.toMatch(/[/\\\0]/)
            expect(['', '.', '..']).not.toContain(made)
            taken.add(keyOf(made))
          }
        },
      ),
    )
  })
})

describe('a path', () => {
  test.each([
    ['linux', 4_095],
    ['darwin', 1_023],
    ['win32', 259],
  ])('T1.57: on %s may have %d, part file included', (platform, longest) => {
    expect(longestPath(platform)).toBe(longest)
    const room = longest - 1 - ('a.txt'.length + 14)
    expect(fitsPath('d'.repeat(room), 'a.txt', platform)).toBe(true)
    expect(fitsPath('d'.repeat(room + 1), 'a.txt', platform)).toBe(false)
  })

  test('T1.57: Linux counts bytes, Windows characters', () => {
    expect(fitsPath('é'.repeat(200), 'a', 'win32')).toBe(true)
    expect(fitsPath('é'.repeat(2_040), 'a', 'linux')).toBe(false)
  })
})

describe('room', () => {
  test.each([
    [0, 0, true],
    [1, 1, false],
    [100_000_000, 100_000_000 + 8_388_608, true],
    [100_000_000, 100_000_000 + 8_388_607, false],
  ])('T1.59: %d bytes into %d free: %s', (needed, free, fits) => {
    expect(hasRoom(needed, free)).toBe(fits)
  })
})

describe('what came from elsewhere', () => {
  test('hardening 26: is marked where the system honours a mark', () => {
    expect(quarantineMark('darwin', 1_700_000_000_000)).toEqual({
      kind: 'attribute',
      name: 'com.apple.quarantine',
      value: '0081;6553f100;Foyer Desktop;',
    })
    expect(quarantineMark('win32', 0)).toEqual({
      kind: 'stream',
      suffix: ':Zone.Identifier',
      content: '[ZoneTransfer]\r\nZoneId=3\r\n',
    })
    expect(quarantineMark('linux', 0)).toBeNull()
  })

  test.each([
    ['report.pdf', true],
    ['Photo.JPG', true],
    ['report.pdf.exe', false],
    ['macro.docm', false],
    ['page.html', false],
    ['drawing.svg', false],
    ['run.desktop', false],
    ['setup.msi', false],
    ['script', false],
    ['.pdf', false],
    ['x.pdf ', false],
  ])('hardening 27: %s may be opened: %s', (name, may) => {
    expect(mayOpen(name)).toBe(may)
  })
})
