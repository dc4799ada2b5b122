import { useCallback, useRef, useState } from 'react'

export type Pages<Row> = {
  readonly row: (index: number) => Row | undefined
  /** Says which rows are in view; they are read, and what was in view before is forgotten. */
  readonly show: (first: number, last: number) => void
  readonly reload: () => void
}

/** The most a call of the contract answers at once. */
const most = 500

/**
 * The rows in view of a list that is read in pages. An answer that a later question has overtaken is dropped.
 * @param read the same function from one drawing to the next; null when it could not be read: what is there stays.
 */
export const usePages = <Row>(
  read: (offset: number, limit: number) => Promise<readonly Row[] | null>,
  pageSize: number,
): Pages<Row> => {
  const [rows, setRows] = useState<ReadonlyMap<number, Row>>(new Map())
  const view = useRef({ first: 0, last: 0, turn: 0 })
  const reload = useCallback((): void => {
    const { first, last } = view.current
    const turn = ++view.current.turn
    const offset = first - (first % pageSize)
    void read(offset, Math.min(most, Math.max(pageSize, last + 1 - offset))).then((found) => {
      if (found === null || view.current.turn !== turn) return
      setRows(new Map(found.map((row, index) => [offset + index, row])))
    })
  }, [read, pageSize])
  const show = useCallback(
    (first: number, last: number): void => {
      view.current = { ...view.current, first, last }
      reload()
    },
    [reload],
  )
  return { row: (index) => rows.get(index), show, reload }
}
