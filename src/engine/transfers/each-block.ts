import { type Failure, fail } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import { blockRange, hasBit } from '../../core/transfers/blocks.ts'
import { isAborted } from './aborted.ts'
import type { Live } from './live.ts'
import type { Tools } from './tools.ts'

/** What is done with the blocks of one file, in either direction. */
export type BlockWork = {
  /**
   * Called for the blocks in order, one after another, before `work`; for those the journal has too, when `always`.
   * An upload reads here, so that the hash of the whole is made in order.
   */
  readonly first?: (index: number, bytes: Uint8Array, signal: AbortSignal) => Promise<Result<void>>
  readonly always: boolean
  /** Sends or fetches one block; several are under way at once. */
  readonly work: (index: number, bytes: Uint8Array, signal: AbortSignal) => Promise<Result<void>>
}

/** Whether a block is where it is going, as far as this computer knows. */
export const isStaged = (live: Live, index: number): boolean => {
  const state = live.state()
  return state.phase === 'staging' && hasBit(state.staged, index)
}

/**
 * T1.63: goes through a file's blocks with as many under way as there are buffers. One that fails ends the others of
 * this file. `cancelled` when the signal ended it.
 */
export const eachBlock = async (
  live: Live,
  { first, always, work }: BlockWork,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<void>> => {
  const plan = live.blocks()
  const under = new Set<Promise<void>>()
  const stop = new AbortController()
  const end = (): void => stop.abort()
  signal.addEventListener('abort', end, { once: true })
  let failure: Failure | undefined
  let thrown: Error | undefined

  const settle = async (task: Promise<Result<void>>): Promise<boolean> => {
    try {
      const done = await task
      if (done.ok) return true
      if (!isAborted(stop.signal)) failure ??= done.error
    } catch (error) {
      thrown ??= error instanceof Error ? error : new Error('Not an error', { cause: error })
    }
    stop.abort()
    return false
  }

  const one = async (index: number): Promise<void> => {
    const { length } = blockRange(plan, index)
    const buffer = await tools.blockBuffers.acquire(plan.blockSize, stop.signal)
    if (!buffer.ok) return
    const bytes = buffer.value.subarray(0, length)
    const ready = first === undefined || (await settle(first(index, bytes, stop.signal)))
    if (!ready || isStaged(live, index)) {
      tools.blockBuffers.release(buffer.value)
      return
    }
    const working: Promise<void> = settle(work(index, bytes, stop.signal)).then(() => {
      tools.blockBuffers.release(buffer.value)
      under.delete(working)
    })
    under.add(working)
  }

  try {
    for (let index = 0; index < plan.count && !isAborted(stop.signal); index += 1) {
      if (always || !isStaged(live, index)) await one(index)
    }
    await Promise.all(under)
  } finally {
    stop.abort()
    signal.removeEventListener('abort', end)
  }
  if (thrown !== undefined) throw thrown
  if (signal.aborted) return err(fail('cancelled'))
  return failure === undefined ? ok(undefined) : err(failure)
}
