import { useCallback, useRef, useState } from 'react'
import { serves, type Span, spanFor } from './page-span.ts'

export type Pages<Row> = {
  readonly row: (index: number) => Row | undefined
  /**
   * Says which rows are in view; unless they were read already, they are, and what was in view before is forgotten.
   * Another `version` means that rows have changed: they are read again.
   */
  readonly show: (first: number, last: number, version?: unknown) => void
  readonly reload: () => void
}

type View = {
  readonly first: number
  readonly last: number
  readonly version: unknown
  turn: number
}

/**
 * The rows in view of a list that is read in pages. An answer that a later question has overtaken is dropped.
 * @param read the same function from one drawing to the next; null when it could not be read: what is there stays.
 */
export const usePages = <Row>(
  read: (offset: number, limit: number) => Promise<readonly Row[] | null>,
  pageSize: number,
): Pages<Row> => {
  const [rows, setRows] = useState<ReadonlyMap<number, Row>>(new Map())
  const view = useRef<View>({ first: 0, last: 0, turn: 0, version: undefined })
  /** What was asked for last, and of whom. */
  const asked = useRef<{ readonly span: Span; readonly read: typeof read } | null>(null)
  const reload = useCallback((): void => {
    const { first, last } = view.current
    const turn = ++view.current.turn
    const span = spanFor(first, last, pageSize)
    asked.current = { span, read }
    void read(span.from, span.to - span.from).then((found) => {
      if (view.current.turn !== turn) return
      if (found === null) {
        asked.current = null
        return
      }
      // A list that grows meanwhile has rows that were not there to be read.
      const to = span.from + found.length
      if (to < span.to) asked.current = { span: { ...span, to, ends: true }, read }
      setRows(new Map(found.map((row, index) => [span.from + index, row])))
    })
  }, [read, pageSize])
  const show = useCallback(
    (first: number, last: number, version?: unknown): void => {
      const isSame = asked.current?.read === read && Object.is(view.current.version, version)
      view.current = { ...view.current, first, last, version }
      // With every row that comes into view a page would be read, sent across and drawn.
      if (isSame && serves(asked.current?.span ?? null, first, last)) return
      reload()
    },
    [read, reload],
  )
  return { row: (index) => rows.get(index), show, reload }
}
