import { z } from 'zod'
import type { Random } from '../../portal/random.ts'
import { type Answer, json, type Question } from '../answer.ts'

export type SyncMessage = {
  readonly id: string
  readonly content: string
  /** The portal's stamp, which for what came from elsewhere is older than `arrivedAt`. */
  readonly createdAt: number
  readonly arrivedAt: number
}
export type SyncFile = {
  readonly id: string
  readonly parentId: string | null
  readonly isFolder: boolean
  name: string
  readonly arrivedAt: number
}
export type SyncSpaceModel = {
  readonly id: string
  name: string
  readonly createdAt: number
  readonly members: string[]
  /** Newest last. */
  messages: SyncMessage[]
  files: SyncFile[]
}
type Person = { readonly id: string; role: string; readonly createdAt: number }
type GroupModel = { readonly id: string; name: string; users: string[]; readonly createdAt: number }

/** A whole portal that changes by itself, as far as a sync sees it. */
export type SyncPortal = {
  handle(question: Question): Answer
  /** Something happens in it, at random. Answers in words what. */
  change(random: Random): string
  readonly spaces: Map<string, SyncSpaceModel>
  readonly people: Map<string, Person>
  readonly groups: Map<string, GroupModel>
}

export const keyUser = 'u1'

const search = z.object({
  parent_id: z.string().optional(),
  order_by: z.array(z.object({ dir: z.enum(['asc', 'desc']) })).default([]),
  page_size: z.number(),
  page_number: z.number(),
})

const descendants = (files: readonly SyncFile[], id: string): readonly string[] =>
  files.filter((file) => file.parentId === id).flatMap((file) => [file.id, ...descendants(files, file.id)])

/** `small`: next to nothing in it at first. */
export const createSyncPortal = (now: () => number, random: Random, small = false): SyncPortal => {
  const spaces = new Map<string, SyncSpaceModel>()
  const people = new Map<string, Person>()
  const groups = new Map<string, GroupModel>()
  let number = 0
  const next = (letter: string): string => {
    number += 1
    return `${letter}${number}`
  }
  /** Whole seconds now and then: a portal's stamps are not all different. */
  const stamp = (): number => Math.floor(now() / 1000) * 1000 + random.pick([0, Math.floor(now() % 1000)])

  const addPerson = (): void => {
    const id = next('u')
    people.set(id, {
      id,
      role: random.pick(['client', 'client', 'staff', 'admin', 'guest']),
      createdAt: stamp(),
    })
  }
  const addSpace = (): SyncSpaceModel => {
    const id = next('s')
    const space = { id, name: `Mandant ${id}`, createdAt: stamp(), members: [], messages: [], files: [] }
    spaces.set(id, space)
    return space
  }
  const addMessages = (space: SyncSpaceModel, count: number): void => {
    for (let left = count; left > 0; left -= 1) {
      const arrivedAt = now()
      // One in fifty was imported with the stamp it had elsewhere, or by a clock that was ahead.
      const odd = random.next() < 0.02
      const createdAt = odd ? stamp() - random.pick([60_000, 86_400_000, -20_000]) : stamp()
      space.messages.push({ id: next('m'), content: `t${number}`, createdAt, arrivedAt })
    }
  }
  const addFiles = (space: SyncSpaceModel, count: number): void => {
    for (let left = count; left > 0; left -= 1) {
      const folders = space.files.filter((file) => file.isFolder)
      const parent = folders.length > 0 && random.next() < 0.7 ? random.pick(folders).id : null
      const id = next('f')
      space.files.push({
        id,
        parentId: parent,
        isFolder: random.next() < 0.3,
        name: `d${number}`,
        arrivedAt: now(),
      })
    }
  }

  addPerson()
  for (let left = random.between(0, small ? 1 : 6); left > 0; left -= 1) addPerson()
  for (let left = small ? 1 : random.between(1, 3); left > 0; left -= 1) {
    const space = addSpace()
    addMessages(space, random.next() < 0.15 ? random.pick([99, 100, 101, 180, 260]) : random.between(0, 8))
    addFiles(space, random.pick([0, 1, 2, 8]))
  }

  const removeFile = (space: SyncSpaceModel, id: string): void => {
    const gone = new Set([id, ...descendants(space.files, id)])
    space.files = space.files.filter((file) => !gone.has(file.id))
  }

  const change = (dice: Random): string => {
    const space = dice.pick([...spaces.values()])
    switch (dice.between(1, 14)) {
      case 1:
      case 2:
      case 3:
      case 4: {
        const count = dice.pick([1, 1, 2, 3, 5, 5, 5, 120])
        addMessages(space, count)
        return `${count} messages in ${space.id}`
      }
      case 5:
      case 6: {
        const gone = new Set(
          Array.from({ length: dice.pick([1, 1, 3, 30]) }, () => dice.pick([...space.messages, null])?.id),
        )
        space.messages = space.messages.filter(({ id }) => !gone.has(id))
        return `${gone.size} messages deleted in ${space.id}`
      }
      case 7:
      case 8:
        addFiles(space, dice.between(1, 4))
        return `files in ${space.id}`
      case 9: {
        const file = dice.pick([...space.files, null])
        if (file !== null) removeFile(space, file.id)
        return `files deleted in ${space.id}`
      }
      case 10:
        space.name = `${space.name}'`
        return `${space.id} renamed`
      case 11: {
        if (dice.next() < 0.5 && spaces.size < 6) return `${addSpace().id} made`
        if (spaces.size > 1) spaces.delete(space.id)
        return `${space.id} deleted`
      }
      case 12: {
        addPerson()
        const person = dice.pick([...people.values()])
        person.role = dice.pick(['client', 'staff'])
        if (person.id !== keyUser && dice.next() < 0.4) people.delete(person.id)
        return `people`
      }
      case 13: {
        const id = next('g')
        groups.set(id, { id, name: id, users: [dice.pick([...people.keys()])], createdAt: stamp() })
        const group = dice.pick([...groups.values()])
        if (dice.next() < 0.4) groups.delete(group.id)
        else group.users = [...new Set([...group.users, dice.pick([...people.keys()])])]
        return 'groups'
      }
      default:
        if (space.members.length < 5) space.members.push(dice.pick([...people.keys()]))
        return `members of ${space.id}`
    }
  }

  const refuse = (status: number): Answer => json(status, { message: 'Not found' }, now())

  const page = <T extends { readonly id: string; readonly createdAt: number }>(
    body: z.output<typeof search>,
    all: readonly T[],
    print: (one: T) => object,
    counted: boolean,
  ): Answer => {
    const sign = body.order_by[0]?.dir === 'asc' ? 1 : -1
    const sorted = [...all].sort((a, b) => sign * (a.createdAt - b.createdAt) || (a.id < b.id ? -1 : 1))
    const start = (body.page_number - 1) * body.page_size
    const results = sorted.slice(start, start + body.page_size).map(print)
    return json(200, counted ? { results, count: all.length } : { results }, now())
  }

  const iso = (ms: number): string => new Date(ms).toISOString()
  const times = (createdAt: number) => ({ created_at: iso(createdAt), updated_at: iso(createdAt) })
  const printPerson = ({ id, role, createdAt }: Person) => ({
    ...{ id, role, email: `${id}@example.test` },
    ...times(createdAt),
  })

  const inSpace = (space: SyncSpaceModel, below: string, body: () => z.output<typeof search>): Answer => {
    if (below === 'messages') {
      const print = ({ id, content, createdAt }: SyncMessage): object => ({
        ...{ id, space_id: space.id, user_id: keyUser, content, created_at: iso(createdAt) },
      })
      return page(body(), space.messages, print, false)
    }
    const wanted = body().parent_id ?? null
    if (wanted !== null && !space.files.some(({ id, isFolder }) => id === wanted && isFolder))
      return refuse(404)
    const files = space.files.filter(({ parentId }) => parentId === wanted)
    const print = ({ id, name, isFolder, parentId, arrivedAt }: SyncFile): object => ({
      ...{ id, name, space_id: space.id, is_folder: isFolder, size: 1, blob: isFolder ? '' : id },
      ...(parentId === null ? {} : { parent_id: parentId }),
      created_at: iso(arrivedAt),
    })
    return page(
      body(),
      files.map((file) => ({ ...file, createdAt: file.arrivedAt })),
      print,
      true,
    )
  }

  return {
    ...{ spaces, people, groups, change },
    handle: ({ method, url, body }) => {
      const [, , what = '', id = '', below = ''] = url.pathname.split('/')
      const asked = () => search.parse(JSON.parse(Buffer.from(body).toString()))
      const me = people.get(keyUser)
      if (what === 'me' && me !== undefined) return json(200, printPerson(me), now())
      if (method === 'POST' && id === 'search') {
        if (what === 'users') return page(asked(), [...people.values()], printPerson, true)
        if (what === 'groups') {
          const print = ({ id: group, name, users, createdAt }: GroupModel): object => ({
            ...{ id: group, name, users },
            ...times(createdAt),
          })
          return page(asked(), [...groups.values()], print, true)
        }
        if (what === 'spaces') {
          const print = ({ id: space, name, members, createdAt }: SyncSpaceModel): object => ({
            ...{ id: space, name, members: { users: members, groups: [] } },
            ...times(createdAt),
          })
          return page(asked(), [...spaces.values()], print, true)
        }
      }
      const space = spaces.get(id)
      if (what === 'spaces' && space !== undefined && method === 'POST') return inSpace(space, below, asked)
      return refuse(404)
    },
  }
}
