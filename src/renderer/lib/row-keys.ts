/**
 * Keys for the rows of a list of which only those in view exist: a row that leaves the view lends its elements to one
 * that comes into it, so scrolling writes new texts instead of building rows. Small steps move few elements; a leap
 * moves none, because the first row takes over from the first. Only for rows that hold nothing that can have the focus.
 */
export type RowKeys = (first: number, last: number) => (index: number) => number

export const createRowKeys = (): RowKeys => {
  let slots = 0
  let base = 0
  let before = { first: 0, last: 0 }
  return (first, last) => {
    const needed = last - first + 1
    if (needed > slots) slots = needed + 8
    if (first > before.last || last < before.first) base += first - before.first
    before = { first, last }
    return (index) => (((index - base) % slots) + slots) % slots
  }
}
