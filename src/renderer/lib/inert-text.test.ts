import { expect, test } from 'vitest'
import { inert, inertLine, pieces, raw } from './inert-text.ts'

test('marks that turn the direction of text are taken out, so that no name passes for another', () => {
  expect(inert('Invoice \u202Efdp.exe')).toBe('Invoice fdp.exe')
  expect(inert('a\u2066b\u2069c\u200Ed\u061Ce')).toBe('abcde')
})

test('characters that nobody can see are taken out; joiners stay, Persian and emoji are written with them', () => {
  expect(inert('pay\u200Bpal\uFEFF\u00AD')).toBe('paypal')
  expect(inert('👩\u200D💻 می\u200Cخواهم')).toBe('👩\u200D💻 می\u200Cخواهم')
})

test('control characters go, line ends become one kind, tabs stay', () => {
  expect(inert('a\u0000b\r\nc\rd\te\u001B[31m')).toBe('ab\nc\nd\te[31m')
})

test('a lone half of a surrogate pair becomes the replacement character', () => {
  expect(inert('x\uD800y')).toBe('x\uFFFDy')
})

test('for lists every run of white space is one blank', () => {
  expect(inertLine('  a \n\n b\t c ')).toBe('a b c')
})

test('the raw view writes out what cannot be seen', () => {
  expect(raw('a\u202Eb\u0000')).toBe('a⟨U+202E⟩b⟨U+0000⟩')
})

test('markup is text like any other', () => {
  const text = '<img src=x onerror=alert(1)><script>alert(1)</script>'
  expect(pieces(text)).toEqual([{ kind: 'text', text }])
})

test('https and mailto addresses become links, with the text around them kept', () => {
  expect(pieces('See https://a.example/x?y=1#z, or mailto:a@b.example.')).toEqual([
    { kind: 'text', text: 'See ' },
    { kind: 'link', text: 'https://a.example/x?y=1#z', url: 'https://a.example/x?y=1#z' },
    { kind: 'text', text: ', or ' },
    { kind: 'link', text: 'mailto:a@b.example', url: 'mailto:a@b.example' },
    { kind: 'text', text: '.' },
  ])
})

test('a closing bracket belongs to the sentence unless it was opened in the address', () => {
  expect(pieces('(https://a.example/b)').at(1)).toEqual({
    kind: 'link',
    text: 'https://a.example/b',
    url: 'https://a.example/b',
  })
  expect(pieces('https://a.example/b_(c)').at(0)).toMatchObject({ text: 'https://a.example/b_(c)' })
})

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'http://a.example',
  'https://user:pass@a.example/',
  'https://',
])('%s stays text', (text) => {
  expect(pieces(text)).toEqual([{ kind: 'text', text }])
})

test('an address that hides a direction mark is read without it', () => {
  expect(pieces('https://a.example/\u202Egpj.exe').at(0)).toEqual({
    kind: 'link',
    text: 'https://a.example/gpj.exe',
    url: 'https://a.example/gpj.exe',
  })
})

test('blanks that pass for letters are left out of a name, and written out in the raw view', () => {
  expect(inert('a\u3164\u115F\u2800\u034Fb')).toBe('ab')
  expect(raw('a\u3164')).toBe('a⟨U+3164⟩')
})
