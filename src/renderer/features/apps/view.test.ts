import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sameValue } from '../../../core/customizations/config.ts'
import type { KnownField } from '../../../core/customizations/known-fields.ts'
import { draftOf, fieldOfRefusal, peopleNamed, readDraft } from './view.ts'

const fields: readonly KnownField[] = [
  { key: 'url', kind: 'address' },
  { key: 'seats', kind: 'number' },
  { key: 'vip', kind: 'boolean' },
  { key: 'note', kind: 'text' },
]

test('a form that is not touched stands for what was there', () => {
  const configs = fc.record(
    {
      url: fc.constantFrom('/a', 'https://x.example', 'not an address'),
      seats: fc.double({ noNaN: true, noDefaultInfinity: true }),
      vip: fc.boolean(),
      note: fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
      other: fc.jsonValue(),
    },
    { requiredKeys: ['vip'] },
  )
  fc.assert(
    fc.property(configs, (config) => {
      const read = readDraft(draftOf(config, fields), fields, config)
      expect(read.ok && sameValue(read.config, JSON.parse(JSON.stringify(config)))).toBe(true)
    }),
  )
  const only = fields.slice(0, 1)
  expect(readDraft(draftOf(null, only), only, null)).toEqual({ ok: true, config: null })
})

test('what is wrong is told at its field', () => {
  const draft = { values: { url: 'pay.example', seats: 'many', vip: true, note: '' }, rest: '{"a": }' }
  expect(readDraft(draft, fields, null)).toMatchObject({
    ...{ ok: false, fields: { url: 'address', seats: 'number' }, rest: { kind: 'json' } },
  })
  const good = { url: '', seats: '', vip: false, note: '' }
  expect(readDraft({ values: good, rest: '[1]' }, fields, null)).toMatchObject({ rest: { kind: 'object' } })
  expect(readDraft({ values: good, rest: '{"note": 1}' }, fields, null)).toMatchObject({
    ...{ rest: { kind: 'twice', key: 'note' } },
  })
})

test('a value that is emptied goes, an empty text that was there stays', () => {
  const before = { url: '/a', seats: 3, vip: true, note: '' }
  const draft = { values: { url: '', seats: '', vip: true, note: '' }, rest: '' }
  expect(readDraft(draft, fields, before)).toEqual({ ok: true, config: { vip: true, note: '' } })
})

test('the portal’s words lead to the field they name', () => {
  expect(fieldOfRefusal('config.url must be https', fields)).toBe('url')
  expect(fieldOfRefusal('The curly braces are wrong', fields)).toBeNull()
})

test('people are found by name or address without case and accents', () => {
  const people = [{ name: 'Renée Müller', email: 'rm@x.example' }]
  expect(['muller renee', 'RM@', 'other'].map((query) => peopleNamed(people, query).length)).toEqual([
    1, 1, 0,
  ])
})
