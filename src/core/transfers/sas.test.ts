import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isBlobHost, parseSas, sasStanding } from './sas.ts'

const second = 1000

describe('a token', () => {
  test('T1.20: says when it ends and what it allows', () => {
    expect(parseSas('sv=2024&se=2026-08-01T10%3A00%3A00Z&sp=racw&sig=x%2By')).toEqual({
      expiresAt: Date.parse('2026-08-01T10:00:00Z'),
      permissions: 'racw',
    })
    expect(parseSas('sv=2024&sp=r')).toBeUndefined()
    expect(parseSas('se=%zz')).toBeUndefined()
  })

  test.each([
    [600, 0, 'good'],
    [600, 299, 'good'],
    [600, 300, 'due'],
    [600, 599, 'due'],
    [600, 600, 'ended'],
    [120, 29, 'good'],
    [120, 30, 'due'],
    [90, 44, 'good'],
    [90, 45, 'due'],
    [20, 9, 'good'],
    [20, 10, 'due'],
    [5, 2, 'good'],
    [5, 3, 'due'],
  ])('T1.20: of %i s is after %i s: %s', (life, age, standing) => {
    expect(sasStanding({ expiresAt: life * second, permissions: '' }, 0, age * second)).toBe(standing)
  })

  test('T1.20: just fetched is good, whatever its life', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 1_000_000 }), (life) => {
        const standing = sasStanding({ expiresAt: life, permissions: '' }, 0, 0)
        // A life barely above 90 s has little of it left before the margin, but some.
        expect(standing).toBe('good')
      }),
    )
  })

  test.each([
    ['https://acct.blob.core.windows.net/c', true],
    ['https://acct.z12.blob.storage.azure.net/c', true],
    ['http://127.0.0.1:10000/devstoreaccount1/c', true],
    ['http://acct.blob.core.windows.net/c', false],
    ['https://evil.example/c', false],
    ['https://acct.blob.core.windows.net.evil.example/c', false],
    ['https://user:pw@acct.blob.core.windows.net/c', false],
    ['ftp://127.0.0.1/c', false],
  ])('T1.22: for %s may have our bytes: %s', (text, allowed) => {
    expect(isBlobHost(new URL(text))).toBe(allowed)
  })
})
