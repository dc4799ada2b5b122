import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isInside, standingOf } from './manifest.ts'
import type { ExportedMessage } from './message.ts'
import { pageHead, pageMessage, pageTail } from './page.ts'

const message = (content: string, more: Partial<ExportedMessage> = {}): ExportedMessage => ({
  id: 'm1',
  at: Date.UTC(2026, 0, 5, 9, 3),
  userId: 'u1',
  author: 'Ann',
  email: 'ann@example.com',
  role: 'client',
  content,
  ...more,
})

const attacks = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg/onload=alert(1)>',
  '</p></article><iframe src="https://evil.example"></iframe>',
  '<!-- --><style>@import "https://evil.example"</style>',
  "' onmouseover='alert(1)",
  '&lt;script&gt;',
  '\u202Egpj.exe',
  'a\u0000b\u001b[31m',
  '\ud800',
  'javascript:alert(1) https://evil.example',
]

/** The page's own elements, and no attributes but ours. */
const ours =
  /<(?:article|\/article|p(?: class="text" dir="auto")?|\/p|strong|\/strong|bdi|\/bdi|h2|\/h2|time datetime="[0-9T:.Z-]+"|\/time|span class="odd"|\/span)>/g

describe('the page of messages', () => {
  test.each(attacks)('E1.7: %j is text and nothing else', (text) => {
    const html = pageMessage(message(text, { author: text, role: text }), null)
    expect(html.replace(ours, '')).not.toMatch(/[<>]/)
    expect(html).not.toContain('\u202E')
  })

  test('E1.7: no text of any kind becomes markup or a quote', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const rest = pageMessage(message(text, { author: text, role: text }), null).replace(ours, '')
        expect(rest).not.toMatch(/[<>"']/)
      }),
    )
  })

  test('E1.7: the page forbids itself everything but its own style', () => {
    const html = pageHead({ space: '<b>&', readAt: 0, members: 2, styleHash: 'abc=' })
    expect(html).toContain(`default-src 'none'; style-src 'sha256-abc='`)
    expect(html).toContain('<h1 dir="auto">&lt;b&gt;&amp;</h1>')
    expect(html + pageTail(0)).not.toMatch(/<script|<a |<img|<link|src=|href=/)
  })

  test('E1.7: a day has one heading', () => {
    const first = message('a')
    const later = message('b', { at: first.at + 60_000 })
    const next = message('c', { at: first.at + 86_400_000 })
    expect(pageMessage(first, null)).toContain('<h2>2026-01-05</h2>')
    expect(pageMessage(later, first)).not.toContain('<h2>')
    expect(pageMessage(next, later)).toContain('<h2>2026-01-06</h2>')
  })
})

describe('a manifest', () => {
  test.each([
    ['files/a.pdf', true],
    ['messages.jsonl', true],
    ['../a', false],
    ['files/../../a', false],
    ['/etc/passwd', false],
    ['files//a', false],
    ['./a', false],
    ['C:/a', false],
    ['files\\..\\a', false],
    ['', false],
    ['a\u0000', false],
  ])('E1.11: %j lies inside: %s', (path, inside) => {
    expect(isInside(path)).toBe(inside)
  })

  test('E1.11: a file is the same only with its length and its hash', () => {
    const expected = { path: 'a', size: 3, sha256: 'aa' }
    expect(standingOf(expected, { size: 3, sha256: 'aa' })).toBe('same')
    expect(standingOf(expected, { size: 3, sha256: 'ab' })).toBe('changed')
    expect(standingOf(expected, { size: 4, sha256: 'aa' })).toBe('changed')
    expect(standingOf(expected, null)).toBe('missing')
  })
})
