import type { Random } from '../portal/random.ts'
import type { Portal } from '../portal/server.ts'

const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Changes a portal in a few random ways, as its people would: messages, files, names, spaces. */
export const mutate = async (portal: Portal, random: Random, count: number): Promise<void> => {
  const { state } = portal
  const call = async (path: string, body: object, method = 'POST'): Promise<void> => {
    const answer = await fetch(`${portal.url}/v1${path}`, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from(`${portal.key}:`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`)
  }
  const burst = async (spaceId: string, messages: number): Promise<void> => {
    const answer = await fetch(`${portal.control}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ space_id: spaceId, content: random.uuid(), count: messages }),
    })
    if (!answer.ok) throw new Error(`messages: ${answer.status}`)
  }
  for (let number = 0; number < count; number += 1) {
    const space = random.pick([...state.spaces.values()])
    const dice = random.between(1, 20)
    if (dice <= 8) await burst(space.id, random.pick([1, 1, 3, 40, 130]))
    else if (dice <= 12) {
      const [log, all] = [state.messages(space.id), [...state.messages(space.id).all()]]
      for (let gone = random.between(1, 3); gone > 0 && all.length > 0; gone -= 1)
        log.remove(random.pick(all).id)
    } else if (dice <= 14) {
      const folders = [...state.files(space.id).all()].filter((entry) => entry.is_folder)
      const parent = random.next() < 0.5 || folders.length === 0 ? {} : { parent_id: random.pick(folders).id }
      await call(`/spaces/${space.id}/files`, { name: `Ordner ${random.uuid()}`, is_folder: true, ...parent })
    } else if (dice <= 16) {
      const entries = [...state.files(space.id).all()]
      if (entries.length > 2) state.files(space.id).remove(random.pick(entries).id)
    } else if (dice <= 18) space.name = `Mandant ${random.uuid().slice(0, 8)}`
    else if (dice === 19) {
      await call('/spaces', { name: `Neu ${random.uuid().slice(0, 8)}`, members: { users: [], groups: [] } })
    } else if (state.spaces.size > 3) state.removeSpace(space.id)
    await pause()
  }
}
