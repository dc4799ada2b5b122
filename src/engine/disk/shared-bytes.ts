/**
 * Bytes in shared memory, as one thread names them to another. A buffer is handed over once and named by its number from
 * then on: to hand it over with each of many thousand files costs more than hashing a small one.
 */
export type SharedBytes = { readonly buffer: number; readonly offset: number; readonly length: number }

/** What goes before a message that names buffers: those the other thread does not know, and those it may forget. */
export type BufferNews = {
  readonly given: readonly { readonly buffer: number; readonly memory: SharedArrayBuffer }[]
  readonly gone: readonly number[]
}

/** Names buffers to one other thread. Bytes that are not in shared memory go as they are, as a copy. */
export const createNaming = (): {
  name(bytes: Uint8Array): Uint8Array | SharedBytes
  /** What the other thread has to learn by now. */
  news(): BufferNews
} => {
  const numbers = new WeakMap<SharedArrayBuffer, number>()
  let given: { readonly buffer: number; readonly memory: SharedArrayBuffer }[] = []
  let gone: number[] = []
  let next = 1
  // The other thread would keep a buffer for ever that nobody here uses any more.
  const ends = new FinalizationRegistry((buffer: number) => void gone.push(buffer))

  return {
    name: (bytes) => {
      const memory = bytes.buffer
      if (!(memory instanceof SharedArrayBuffer)) return bytes
      let buffer = numbers.get(memory)
      if (buffer === undefined) {
        buffer = next++
        numbers.set(memory, buffer)
        ends.register(memory, buffer)
        given.push({ buffer, memory })
      }
      return { buffer, offset: bytes.byteOffset, length: bytes.byteLength }
    },
    news: () => {
      const told = { given, gone }
      given = []
      gone = []
      return told
    },
  }
}

/** The other thread's side: finds the bytes again. */
export const createFinding = (): {
  learn(news: BufferNews): void
  find(bytes: Uint8Array | SharedBytes): Uint8Array
} => {
  const known = new Map<number, SharedArrayBuffer>()
  return {
    learn: ({ given, gone }) => {
      for (const { buffer, memory } of given) known.set(buffer, memory)
      for (const buffer of gone) known.delete(buffer)
    },
    find: (bytes) => {
      if (bytes instanceof Uint8Array) return bytes
      const memory = known.get(bytes.buffer)
      if (memory === undefined) throw new Error(`No buffer ${bytes.buffer}`)
      return new Uint8Array(memory, bytes.offset, bytes.length)
    },
  }
}
