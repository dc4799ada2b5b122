import { useEffect, useRef, useState } from 'react'

/** How long after its last movement a pointer is still about to press what lies under it, in ms. */
const aimMs = 1_000

type Listed = { readonly id: string }

/** `rows` in the order of `ids`; those that came since stand at the end. */
export const inOrderOf = <Row extends Listed>(
  ids: readonly string[],
  rows: readonly Row[],
): readonly Row[] => {
  const place = new Map(ids.map((id, index) => [id, index]))
  return [...rows].sort((a, b) => (place.get(a.id) ?? ids.length) - (place.get(b.id) ?? ids.length))
}

type Steady<Row extends Listed> = {
  readonly rows: readonly Row[]
  /** Their ids in the order they are held in; null: in none. */
  readonly held: readonly Row['id'][] | null
  /** For the element the pointer has to be over. */
  readonly pointer: { readonly onPointerMove: () => void; readonly onPointerLeave: () => void }
}

/** Rows keep their places while somebody aims at one: news change what they say at once, and where they stand later. */
export const useSteadyOrder = <Row extends Listed>(rows: readonly Row[]): Steady<Row> => {
  const [held, setHeld] = useState<readonly Row['id'][] | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const release = (): void => {
    clearTimeout(timer.current)
    timer.current = undefined
    setHeld(null)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  const onPointerMove = (): void => {
    if (held === null) setHeld(rows.map(({ id }) => id))
    clearTimeout(timer.current)
    timer.current = setTimeout(release, aimMs)
  }
  return {
    held,
    rows: held === null ? rows : inOrderOf(held, rows),
    pointer: { onPointerMove, onPointerLeave: release },
  }
}
