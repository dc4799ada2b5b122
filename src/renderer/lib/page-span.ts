/** Rows of a list that is read in pages: the first, and the one after the last. `ends`: the list had no more. */
export type Span = { readonly from: number; readonly to: number; readonly ends?: boolean }

/** The most a call of the contract answers at once. */
const most = 500
/** Rows that are read ahead of the view: scrolled into, they are there already. */
const ahead = 30

/** What to read for a view: a page around it, so that there is room to scroll either way. */
export const spanFor = (first: number, last: number, pageSize: number): Span => {
  const shown = last + 1 - first
  const size = Math.min(most, Math.max(pageSize, shown + 2 * ahead))
  const from = Math.max(0, first - Math.floor((size - shown) / 2))
  return { from, to: from + size }
}

/** Whether what was asked for last serves a view as well: a row further down is no reason to ask again. */
export const serves = (asked: Span | null, first: number, last: number): boolean =>
  asked !== null &&
  (asked.from === 0 || first - ahead >= asked.from) &&
  (asked.ends === true ? last : last + ahead) < asked.to
