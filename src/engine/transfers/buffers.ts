import { fail } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'

/** So many bytes of buffers and no more: what bounds the memory of transfers (T1.63). Buffers are reused. */
export type Buffers = {
  /** A buffer of at least `bytes` bytes, in shared memory, once there is room; give it back with `release`. */
  acquire(bytes: number, signal: AbortSignal): Promise<Result<Uint8Array>>
  release(buffer: Uint8Array): void
}

const smallest = 65_536

/** Buffers come in powers of two, so that one file's fits the next one's too. */
const roomFor = (bytes: number): number => {
  let room = smallest
  while (room < bytes) room *= 2
  return room
}

/** `total` is overstepped by one thing alone: a buffer larger than all of it, while no other is in use. */
export const createBuffers = (total: number): Buffers => {
  const free = new Map<number, Uint8Array[]>()
  const waiting: { readonly room: number; readonly go: () => void }[] = []
  let inUse = 0
  let kept = 0

  const fits = (room: number): boolean => inUse === 0 || inUse + room <= total

  const take = (room: number): Uint8Array => {
    inUse += room
    const known = free.get(room)?.pop()
    if (known !== undefined) {
      kept -= room
      return known
    }
    // Buffers of other sizes make room.
    if (inUse + kept > total) {
      free.clear()
      kept = 0
    }
    return new Uint8Array(new SharedArrayBuffer(room))
  }

  const admit = (): void => {
    for (let first = waiting[0]; first !== undefined && fits(first.room); first = waiting[0]) {
      waiting.shift()
      first.go()
    }
  }

  return {
    acquire: async (bytes, signal) => {
      if (signal.aborted) return err(fail('cancelled'))
      const room = roomFor(bytes)
      // In turn: a large buffer is not overtaken for ever by small ones.
      if (waiting.length === 0 && fits(room)) return ok(take(room))
      return new Promise((resolve) => {
        const stop = (): void => {
          waiting.splice(waiting.indexOf(place), 1)
          resolve(err(fail('cancelled')))
          admit()
        }
        const place = {
          room,
          go: () => {
            signal.removeEventListener('abort', stop)
            resolve(ok(take(room)))
          },
        }
        waiting.push(place)
        signal.addEventListener('abort', stop, { once: true })
      })
    },
    release: (buffer) => {
      const room = buffer.byteLength
      inUse -= room
      if (inUse + kept + room <= total) {
        const same = free.get(room) ?? []
        free.set(room, same)
        same.push(buffer)
        kept += room
      }
      admit()
    },
  }
}
