/** So many at once and no more; the others wait in turn. */
export type Places = {
  /** Resolves once there is a place; what it answers gives the place back, and may be called twice. */
  enter(): Promise<() => void>
}

export const createPlaces = (most: number): Places => {
  const waiting: (() => void)[] = []
  let taken = 0

  const place = (): (() => void) => {
    let left = false
    return () => {
      if (left) return
      left = true
      const next = waiting.shift()
      if (next === undefined) taken -= 1
      // Whoever waits takes the place over.
      else next()
    }
  }

  return {
    enter: () => {
      if (taken < most) {
        taken += 1
        return Promise.resolve(place())
      }
      return new Promise((resolve) => {
        waiting.push(() => resolve(place()))
      })
    },
  }
}
