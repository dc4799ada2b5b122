import { describe, expect, it } from 'vitest'
import { externalAddress } from './links.ts'

describe('hardening 9: only plain https and mailto addresses leave the program', () => {
  it.each([
    ['https://example.com/a?b=c#d', 'https://example.com/a?b=c#d'],
    ['HTTPS://EXAMPLE.com', 'https://example.com/'],
    ['https://example.com/\tx', 'https://example.com/x'],
    ['mailto:ann@example.com', 'mailto:ann@example.com'],
    [
      'mailto:ann@example.com?subject=Hello&cc=bob@example.com',
      'mailto:ann@example.com?subject=Hello&cc=bob@example.com',
    ],
  ])('%s is opened as %s', (text, opened) => {
    expect(externalAddress(text)).toEqual({ ok: true, value: opened })
  })

  it.each([
    ['another scheme', 'http://example.com'],
    ['a file', 'file:///etc/passwd'],
    ['a script', 'javascript:alert(1)'],
    ['a program of this computer', 'ms-msdt:/id PCWDiagnostic'],
    ['a share', '\\\\host\\share\\run.exe'],
    ['credentials', 'https://ann:pw@example.com'],
    ['a name posing as a host', 'https://example.com@evil.example'],
    ['no host', 'https://'],
    ['not an address', 'hello'],
    ['nothing', ''],
    ['too long', `https://example.com/${'a'.repeat(2048)}`],
    ['too long once encoded', `https://example.com/${'ä'.repeat(1000)}`],
    ['a mail that attaches a file', 'mailto:ann@example.com?attach=/etc/passwd'],
    ['a mail that attaches a file, shouted', 'mailto:?ATTACHMENT=/etc/passwd'],
  ])('%s is refused', (_what, text) => {
    expect(externalAddress(text).ok).toBe(false)
  })
})
