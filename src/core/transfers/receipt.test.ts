import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fileId } from '../file.ts'
import { spaceId } from '../space.ts'
import { receiptWriter } from './receipt-export.ts'
import { chained, emptyChain, followChain, type Receipt, type ReceiptFacts } from './receipt.ts'
import { jobId } from './views.ts'

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

const facts = (index: number, more: Partial<ReceiptFacts> = {}): ReceiptFacts => ({
  jobId: jobId.parse('job'),
  transferId: `t${index}`,
  fileId: fileId.parse(`f${index}`),
  blob: `b${index}`,
  spaceId: spaceId.parse('s'),
  spaceName: 'Harper & Lowe',
  path: `Year end/report ${index}.pdf`,
  name: `report ${index}.pdf`,
  size: index * 7,
  md5: 'CY9rzUYh03PK3k6DJie09g==',
  sha256: sha256(String(index)),
  userId: 'u1',
  verifiedAt: 1_700_000_000_000 + index,
  ...more,
})

const chainOf = (count: number): Receipt[] => {
  const receipts: Receipt[] = []
  let end = emptyChain
  for (let index = 1; index <= count; index += 1) {
    const next = chained(end, facts(index), sha256)
    receipts.push(next)
    end = { number: next.number, hash: next.hash }
  }
  return receipts
}

describe('the chain of receipts', () => {
  test('T1.101, T1.102: a chain as it was written holds, read at once or in pieces', () => {
    const receipts = chainOf(20)
    const whole = followChain(emptyChain, receipts, sha256)
    expect(whole).toEqual({ end: { number: 20, hash: receipts[19]?.hash }, fault: null })
    const half = followChain(emptyChain, receipts.slice(0, 9), sha256)
    expect(followChain(half.end, receipts.slice(9), sha256)).toEqual(whole)
  })

  test('T1.102: any fact that is changed afterwards is found, at its receipt', () => {
    const changes = fc.record<Partial<ReceiptFacts>>(
      {
        path: fc.string(),
        name: fc.string(),
        size: fc.nat(),
        md5: fc.string(),
        sha256: fc.string(),
        userId: fc.string(),
        spaceName: fc.string(),
        blob: fc.string(),
        verifiedAt: fc.nat(),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(changes, fc.integer({ min: 1, max: 10 }), (change, number) => {
        const receipts = chainOf(10)
        const before = receipts[number - 1]
        if (before === undefined) throw new Error('No such receipt')
        const after = { ...before, ...change }
        receipts[number - 1] = after
        const same = JSON.stringify(before) === JSON.stringify(after)
        const { fault } = followChain(emptyChain, receipts, sha256)
        expect(fault).toEqual(same ? null : { number, fault: 'changed' })
      }),
    )
  })

  test('T1.102: one that is taken out, put in twice or changed with its hash is found', () => {
    const receipts = chainOf(5)
    const [first, second, third] = receipts
    if (first === undefined || second === undefined || third === undefined) throw new Error('Too short')
    expect(followChain(emptyChain, receipts.slice(1), sha256).fault).toEqual({ number: 2, fault: 'cut' })
    expect(followChain(emptyChain, [first, third], sha256).fault).toEqual({ number: 3, fault: 'cut' })
    expect(followChain(emptyChain, [first, second, second], sha256).fault).toEqual({
      number: 2,
      fault: 'cut',
    })
    // Who rewrites a receipt and its hash breaks the next one.
    const forged = chained({ number: 1, hash: first.hash }, facts(2, { size: 1 }), sha256)
    expect(followChain(emptyChain, [first, forged, third], sha256).fault).toEqual({ number: 3, fault: 'cut' })
  })
})

describe('receipts for other programs', () => {
  test('T1.104: JSON holds every fact, so that one receipt can be checked by itself', () => {
    const receipts = chainOf(3)
    const writer = receiptWriter('json')
    const text = writer.head + receipts.map(writer.row).join(writer.between) + writer.tail
    const read = JSON.parse(text) as Record<string, unknown>[]
    expect(read).toHaveLength(3)
    expect(read[1]).toMatchObject({
      number: 2,
      file: 'report 2.pdf',
      bytes: 14,
      verified_at: '2023-11-14T22:13:20.002Z',
      sent_by: 'u1',
      previous: receipts[0]?.hash,
      hash: receipts[1]?.hash,
    })
  })

  test('T1.104: a CSV cell is quoted where it must be and is no formula', () => {
    const writer = receiptWriter('csv')
    const row = (name: string): string => writer.row(chained(emptyChain, facts(1, { name }), sha256))
    expect(row('a, "b"\n.pdf')).toContain('1,"a, ""b""\n.pdf",')
    expect(row('=HYPERLINK(1).pdf')).toContain("1,'=HYPERLINK(1).pdf,")
    expect(row('-5.pdf')).toContain("1,'-5.pdf,")
    expect(row('plain.pdf').split(',')).toHaveLength(writer.head.split(',').length)
  })
})
