import { describe, expect, test } from 'vitest'
import { createBuffers } from './buffers.ts'

const mebibyte = 1_048_576
const never = new AbortController().signal

const acquired = async (
  buffers: ReturnType<typeof createBuffers>,
  bytes: number,
  signal = never,
): Promise<Uint8Array> => {
  const got = await buffers.acquire(bytes, signal)
  if (!got.ok) throw new Error(got.error.code)
  return got.value
}

describe('buffers', () => {
  test('T1.63: never more bytes than there may be; who waits is served in turn', async () => {
    const buffers = createBuffers(2 * mebibyte)
    const first = await acquired(buffers, mebibyte)
    const second = await acquired(buffers, 700_000)
    expect(second.byteLength).toBe(mebibyte)
    const order: string[] = []
    const large = acquired(buffers, 2 * mebibyte).then((buffer) => {
      order.push('large')
      return buffer
    })
    const small = acquired(buffers, 10).then((buffer) => {
      order.push('small')
      return buffer
    })
    buffers.release(first)
    // There is room for the small one, but the large one came first.
    await Promise.resolve()
    expect(order).toEqual([])
    buffers.release(second)
    buffers.release(await large)
    buffers.release(await small)
    expect(order).toEqual(['large', 'small'])
  })

  test('T1.63: a buffer is used again, and one larger than everything goes alone', async () => {
    const buffers = createBuffers(mebibyte)
    const first = await acquired(buffers, 100_000)
    buffers.release(first)
    expect(await acquired(buffers, 90_000)).toBe(first)
    buffers.release(first)
    const huge = await acquired(buffers, 5 * mebibyte)
    expect(huge.byteLength).toBe(8 * mebibyte)
    buffers.release(huge)
  })

  test('T1.64: who stops waiting lets the next one by', async () => {
    const buffers = createBuffers(mebibyte)
    const held = await acquired(buffers, 512 * 1_024)
    const stop = new AbortController()
    const large = buffers.acquire(mebibyte, stop.signal)
    const small = acquired(buffers, 1)
    stop.abort()
    expect(await large).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    buffers.release(await small)
    buffers.release(held)
  })
})
