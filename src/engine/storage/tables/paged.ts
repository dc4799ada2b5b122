import { timesOf } from '../columns.ts'
import type { Database, Row, SqlValue } from '../driver.ts'

type Query = {
  /** Columns. */
  readonly select: string
  /** FROM and WHERE. */
  readonly from: string
  readonly orderBy: string
  readonly params: readonly SqlValue[]
}

/** A page of what is asked for, and of how many it is a page. */
export const paged = (
  db: Database,
  { select, from, orderBy, params }: Query,
  page: { readonly offset: number; readonly limit: number },
): { readonly rows: readonly Row[]; readonly total: number } => ({
  rows: db.all(`SELECT ${select} ${from} ORDER BY ${orderBy} LIMIT ? OFFSET ?`, [
    ...[...params, page.limit, page.offset],
  ]),
  total: timesOf(db.get(`SELECT count(*) AS times ${from}`, params)),
})
