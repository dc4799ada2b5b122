import { csvCell } from '../csv-cell.ts'
import type { Receipt } from './receipt.ts'

export const receiptFormats = ['csv', 'json'] as const
export type ReceiptFormat = (typeof receiptFormats)[number]

/** What every export is made of: a head, one text a receipt, what stands between two, and an end. */
export type ReceiptWriter = {
  readonly head: string
  readonly row: (receipt: Receipt) => string
  readonly between: string
  readonly tail: string
}

/** Names of columns and keys: the same in both forms, so that one can be checked against the other. */
const columns = [
  ['number', (each) => each.number],
  ['file', (each) => each.name],
  ['path', (each) => each.path],
  ['bytes', (each) => each.size],
  ['sha256', (each) => each.sha256],
  ['md5', (each) => each.md5],
  ['space', (each) => each.spaceName],
  ['space_id', (each) => each.spaceId],
  ['file_id', (each) => each.fileId],
  ['blob', (each) => each.blob],
  ['verified_at', (each) => isoTime(each.verifiedAt)],
  ['sent_by', (each) => each.userId],
  ['job', (each) => each.jobId],
  ['transfer', (each) => each.transferId],
  ['previous', (each) => each.previous],
  ['hash', (each) => each.hash],
] as const satisfies readonly (readonly [string, (each: Receipt) => string | number | null])[]

/** ms since the epoch as ISO 8601 in UTC. Date with an argument reads no clock. */
const isoTime = (ms: number): string => new Date(ms).toISOString()

/** T1.104: how receipts are written for other programs. */
export const receiptWriter = (format: ReceiptFormat): ReceiptWriter => {
  switch (format) {
    case 'csv':
      return {
        head: `${columns.map(([name]) => name).join(',')}\r\n`,
        row: (each) => `${columns.map(([, value]) => csvCell(value(each))).join(',')}\r\n`,
        between: '',
        tail: '',
      }
    case 'json':
      return {
        head: '[',
        row: (each) =>
          `\n${JSON.stringify(Object.fromEntries(columns.map(([name, value]) => [name, value(each)])))}`,
        between: ',',
        tail: '\n]\n',
      }
  }
}
