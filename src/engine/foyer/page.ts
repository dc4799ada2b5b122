import type { PageQuery } from './client.ts'

/** A search's paging and order, as the wire has them. */
export const pageBody = (page: PageQuery<string>): Record<string, unknown> => ({
  ...(page.query === undefined ? {} : { query: page.query }),
  ...(page.orderBy === undefined ? {} : { order_by: page.orderBy }),
  page_size: page.pageSize,
  page_number: page.pageNumber,
})

/** Leaves out what is undefined, so that a PATCH names only what changes. */
export const given = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
