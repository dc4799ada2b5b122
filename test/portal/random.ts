/** A small seeded random source (mulberry32), so that a fixture is the same on every machine. */
export type Random = {
  /** A number in [0, 1). */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number
  pick<T>(items: readonly T[]): T
  shuffle<T>(items: readonly T[]): T[]
  /** An id in the form of a version 4 uuid. */
  uuid(): string
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const word = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const next = () => word() / 4_294_967_296
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  const pick = <T>(items: readonly T[]): T => {
    const item = items[between(0, items.length - 1)]
    if (item === undefined) throw new Error('pick needs at least one item')
    return item
  }
  return {
    next,
    between,
    pick,
    shuffle: <T>(items: readonly T[]) =>
      items
        .map((item) => ({ item, at: next() }))
        .sort((a, b) => a.at - b.at)
        .map(({ item }) => item),
    uuid: () => uuidOf(word(), word(), word(), word()),
  }
}

/** Four 32-bit words laid out as a version 4 uuid; six of the bits are fixed by the format. */
export function uuidOf(a: number, b: number, c: number, d: number): string {
  const hex = (value: number) => (value >>> 0).toString(16).padStart(8, '0')
  const second = hex(b)
  const third = hex((c & 0x3fffffff) | 0x80000000)
  return `${hex(a)}-${second.slice(0, 4)}-4${second.slice(5)}-${third.slice(0, 4)}-${third.slice(4)}${hex(d)}`
}
