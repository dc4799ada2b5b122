/**
 * Counts who is on the way somewhere: each sets out and tells, with what it was answered, that it has come or won't; a
 * second time says nothing. `nobody` is called whenever the last one has told.
 */
export const onTheirWay = (nobody: () => void): (() => () => void) => {
  let count = 0
  return () => {
    count += 1
    let told = false
    return () => {
      if (told) return
      told = true
      count -= 1
      if (count === 0) nobody()
    }
  }
}
