import { describe, expect, it } from 'vitest'
import { createThumbnails } from './thumbnails.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Answers when told to, and remembers what was asked, in order. */
const portal = () => {
  const asked: string[] = []
  const open = new Map<string, (url: string | null | undefined) => void>()
  return {
    asked,
    read: (id: string): Promise<string | null | undefined> => {
      asked.push(id)
      return new Promise((resolve) => open.set(id, resolve))
    },
    answer: async (id: string): Promise<void> => {
      open.get(id)?.(`data:${id}`)
      await turn()
    },
    fail: async (id: string): Promise<void> => {
      open.get(id)?.(undefined)
      await turn()
    },
  }
}

describe('thumbnails of the rows in view', () => {
  it('T1.116: are asked for three at a time, the newest wish first', async () => {
    const { asked, read, answer } = portal()
    const thumbnails = createThumbnails(read)
    for (const id of ['a', 'b', 'c', 'd', 'e']) thumbnails.want(id, () => undefined)
    expect(asked).toEqual(['a', 'b', 'c'])
    await answer('b')
    expect(asked).toEqual(['a', 'b', 'c', 'e'])
  })

  it('are not asked for once their row has left the view, nor told to it', async () => {
    const { asked, read, answer } = portal()
    const thumbnails = createThumbnails(read)
    const told: string[] = []
    const stops = ['a', 'b', 'c', 'd'].map((id) => thumbnails.want(id, () => told.push(id)))
    stops[3]?.()
    stops[0]?.()
    for (const id of ['a', 'b', 'c']) await answer(id)
    expect(asked).toEqual(['a', 'b', 'c'])
    expect(told).toEqual(['b', 'c'])
  })

  it('are kept: the second wish for one is answered at once', async () => {
    const { asked, read, answer } = portal()
    const thumbnails = createThumbnails(read)
    thumbnails.want('a', () => undefined)
    await answer('a')
    const told: (string | null)[] = []
    thumbnails.want('a', (url) => told.push(url))
    expect(told).toEqual(['data:a'])
    expect(asked).toEqual(['a'])
  })

  it('that could not be asked now are asked again later', async () => {
    const { asked, read, fail } = portal()
    const thumbnails = createThumbnails(read)
    thumbnails.want('a', () => undefined)
    await fail('a')
    thumbnails.want('a', () => undefined)
    expect(asked).toEqual(['a', 'a'])
  })
})
