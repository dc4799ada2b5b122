// A space of a hundred, ten thousand and a million messages: its newest page, and the page around a search hit.
import type { Message } from '../../src/core/message.ts'
import type { SpaceId } from '../../src/core/space.ts'
import { type Archive, openArchive, startStorageWorker } from '../../src/engine/storage/client.ts'
import { keptArchive } from './archives.ts'
import { measured, type Measured, median } from './measured.ts'

/** As the window asks for it (features/messages/use-timeline.ts). */
const firstPage = 60
const rounds = 300
const small = 100
const larger = [10_000, 1_000_000] as const

type Room = { readonly id: SpaceId; readonly messages: readonly Pick<Message, 'id'>[] }

const took = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now()
  await work()
  return performance.now() - from
}

/** Where a hit lies: twelve places from the beginning to the end, seen before, as the messages of a small space are. */
const placeOf = (count: number, round: number): number => Math.floor((((round % 12) + 0.5) / 12) * count)

/** Medians in ms over rounds that take turns, the space of a hundred messages as the peer. */
export const openSpace = async (): Promise<readonly Measured[]> => {
  const kept = await keptArchive('crowded')
  const worker = startStorageWorker(new URL('../../src/engine/storage/worker.ts', import.meta.url))
  const archive = await openArchive(kept, worker)
  try {
    const rooms = new Map<number, Room>()
    for (const count of [small, ...larger]) rooms.set(count, await roomOf(archive, count))
    const times = new Map<string, number[]>()
    for (let round = 0; round < rounds; round += 1) {
      for (const [count, { id, messages }] of rooms) {
        const hit = messages[placeOf(messages.length, round)]
        if (hit === undefined) throw new Error(`No message to go to among ${count}`)
        const newest = await took(() =>
          archive.run('messages.page', { spaceId: id, before: null, limit: firstPage, me: kept.me }),
        )
        const around = await took(() =>
          archive.run('messages.around', {
            spaceId: id,
            messageId: hit.id,
            limit: firstPage,
            me: kept.me,
          }),
        )
        for (const [what, time] of [
          ['newest', newest],
          ['around', around],
        ] as const) {
          const key = `${what} ${count}`
          times.set(key, [...(times.get(key) ?? []), time])
        }
      }
    }
    const of = (what: string, count: number): number => median(times.get(`${what} ${count}`) ?? [])
    return larger.flatMap((count) =>
      ['newest', 'around'].map((what) =>
        measured(`open-space-${what}-${count}`, of(what, count), of(what, small), 'ms', rounds),
      ),
    )
  } finally {
    await archive.close()
  }
}

const roomOf = async (archive: Archive, count: number): Promise<Room> => {
  const found = await archive.run('spaces.find', { idOrName: `Crowd of ${count}` })
  const [only] = found
  if (only === undefined) throw new Error(`No crowd of ${count}`)
  return { id: only.id, messages: await archive.run('messages.all', { spaceId: only.id }) }
}
