import { fail } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'

/** So many buffers and no more: what bounds the memory of transfers (T1.63). Buffers are reused. */
export type Slots = {
  /** A buffer of `bytes` bytes as soon as one is free; give it back with `release`. */
  acquire(bytes: number, signal: AbortSignal): Promise<Result<Uint8Array>>
  release(buffer: Uint8Array): void
}

export const createSlots = (count: number): Slots => {
  let inUse = 0
  const free: Uint8Array[] = []
  const waiting: (() => void)[] = []

  return {
    acquire: async (bytes, signal) => {
      while (inUse >= count && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const go = (): void => {
            signal.removeEventListener('abort', go)
            const place = waiting.indexOf(go)
            if (place >= 0) waiting.splice(place, 1)
            resolve()
          }
          waiting.push(go)
          signal.addEventListener('abort', go, { once: true })
        })
      }
      if (signal.aborted) return err(fail('cancelled'))
      inUse += 1
      const kept = free.pop()
      return ok(kept !== undefined && kept.length === bytes ? kept : Buffer.allocUnsafeSlow(bytes))
    },
    release: (buffer) => {
      inUse -= 1
      if (free.length < count) free.push(buffer)
      waiting[0]?.()
    },
  }
}
