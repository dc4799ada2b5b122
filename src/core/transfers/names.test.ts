import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byteLength, isRefusedName, nameKey, safeName, uniqueName } from './names.ts'

describe('names Foyer takes', () => {
  test.each([
    ['report.pdf', false],
    ['ü 日本.txt', false],
    ['-rf', false],
    ['x'.repeat(255), false],
    ['x'.repeat(256), true],
    ['', true],
    ['   ', true],
    ['.', true],
    ['..', true],
    ['a/b', true],
    ['a\u0000b', true],
    ['a\u0085b', true],
    ['a\ud800b', true],
  ])('T1.40: %j is refused: %s', (name, refused) => {
    expect(isRefusedName(name)).toBe(refused)
  })
})

describe('names that may be written here', () => {
  test.each([
    ['report.pdf', 'report.pdf'],
    ['../../etc/passwd', '.._.._etc_passwd'],
    ['..', '_'],
    ['a\\b', 'a_b'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['COM1.tar.gz', '_COM1.tar.gz'],
    ['console.log', 'console.log'],
    ['dots...', 'dots'],
    ['space ', 'space'],
    ['gpj.\u202Eexe', 'gpj.exe'],
    ['bell\u0007', 'bell_'],
    ['lone\ud800', 'lone_'],
    ['.profile', '.profile'],
    ['what: now?.txt', 'what: now?.txt'],
  ])('T1.41: %j becomes %j', (name, safe) => {
    expect(safeName(name, 'posix')).toBe(safe)
  })

  test('T1.41: Windows refuses more', () => {
    expect(safeName('what: <now>?.txt', 'windows')).toBe('what_ _now__.txt')
  })

  test('T1.41: any name becomes one segment of at most 255 bytes, and a safe name stays as it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.constantFrom('posix', 'windows'),
        (name, platform) => {
          const safe = safeName(name, platform)
          expect(safe).not.toMatch(/[/\\\u0000-\u001f\u202a-\u202e]|[. ]$/)
          expect(['', '.', '..']).not.toContain(safe)
          expect(byteLength(safe)).toBeLessThanOrEqual(255)
          expect(safeName(safe, platform)).toBe(safe)
        },
      ),
    )
  })
})

describe('names side by side', () => {
  test.each([
    ['report.pdf', ['report.pdf'], 'report (2).pdf'],
    ['report.pdf', ['report.pdf', 'report (2).pdf'], 'report (3).pdf'],
    ['backup.tar.gz', ['backup.tar.gz'], 'backup (2).tar.gz'],
    ['.profile', ['.profile'], '.profile (2)'],
    ['README', ['readme'], 'README (2)'],
    ['e\u0301', ['\u00e9'], 'e\u0301 (2)'],
    ['free', ['taken'], 'free'],
  ])('T1.42, T1.43: %j beside %j is %j', (name, taken, unique) => {
    expect(uniqueName(name, new Set(taken.map(nameKey)))).toBe(unique)
  })

  test('T1.43: however many names there are, no two have one key', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }), { maxLength: 40 }),
        (names) => {
          const taken = new Set<string>()
          for (const name of names) taken.add(nameKey(uniqueName(safeName(name, 'posix'), taken)))
          expect(taken.size).toBe(names.length)
        },
      ),
    )
  })
})
