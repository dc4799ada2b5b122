/** Small pictures for the rows in view: asked for a few at a time, the newest wish first, and kept while they are many. */
export type Thumbnails<Id> = {
  /** Tells a picture's address once it is here, or at once when it is; answers how to stop waiting for it. */
  want(id: Id, tell: (url: string | null) => void): () => void
}

const atOnce = 3
const most = 300

/** @param read the picture's address; null: none that may be shown; undefined: it could not be asked now. */
export const createThumbnails = <Id>(
  read: (id: Id) => Promise<string | null | undefined>,
): Thumbnails<Id> => {
  const known = new Map<Id, string | null>()
  let waiting: { readonly id: Id; readonly tell: (url: string | null) => void }[] = []
  let under = 0

  const keep = (id: Id, url: string | null): void => {
    known.set(id, url)
    const oldest = known.keys().next()
    if (known.size > most && oldest.done !== true) known.delete(oldest.value)
  }

  const pump = (): void => {
    while (under < atOnce) {
      const next = waiting.at(-1)
      if (next === undefined) return
      const { id } = next
      const told = waiting.filter((wish) => wish.id === id)
      waiting = waiting.filter((wish) => wish.id !== id)
      under += 1
      void read(id).then((url) => {
        under -= 1
        if (url !== undefined) keep(id, url)
        for (const { tell } of told) tell(url ?? null)
        pump()
      })
    }
  }

  return {
    want: (id, tell) => {
      const url = known.get(id)
      if (url !== undefined) {
        tell(url)
        return () => undefined
      }
      let stopped = false
      const wish = { id, tell: (found: string | null) => (stopped ? undefined : tell(found)) }
      waiting.push(wish)
      pump()
      return () => {
        stopped = true
        waiting = waiting.filter((other) => other !== wish)
      }
    },
  }
}
