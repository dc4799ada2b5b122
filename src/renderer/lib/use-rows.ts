import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, useState, type RefObject } from 'react'
import { createRowKeys } from './row-keys.ts'

type RowsWanted = {
  readonly count: number
  /** Of each row, in pixels. */
  readonly height: number
  /** Of the list, until it has been measured. */
  readonly listHeight?: number
  /** Rows kept beyond either edge. */
  readonly beyond?: number
  /** Rows that hold nothing that can have the focus lend their elements to one another. */
  readonly lend?: boolean
}

export type RowPlace = { readonly key: number; readonly index: number; readonly top: number }

export type Rows = {
  /** For the element that scrolls. */
  readonly scroller: RefObject<HTMLDivElement | null>
  /** The rows in view and a few beyond, in order. */
  readonly places: readonly RowPlace[]
  readonly first: number
  readonly last: number
  /** Of all rows together, in pixels. */
  readonly height: number
  readonly scrollTo: (index: number) => void
}

/** A list of rows of one height, of which only those in view exist. */
export const useRows = ({ count, height, listHeight, beyond = 8, lend = false }: RowsWanted): Rows => {
  const scroller = useRef<HTMLDivElement>(null)
  const [keys] = useState(createRowKeys)
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    ...(listHeight === undefined ? {} : { initialRect: { width: 0, height: listHeight } }),
    overscan: beyond,
  })
  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  const keyOf = lend ? keys(first, last) : (index: number) => index
  return {
    scroller,
    places: items.map(({ index, start }) => ({ key: keyOf(index), index, top: start })),
    first,
    last,
    height: virtual.getTotalSize(),
    scrollTo: virtual.scrollToIndex,
  }
}
