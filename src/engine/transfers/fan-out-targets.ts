import { ok, type Result } from '../../core/result.ts'
import type { NamedSpace, WrongClientGuard } from '../../core/transfers/wrong-client.ts'
import { createPlacement, type OpenFolder, type Placement, type PlanFolder } from './place-entries.ts'
import type { SpacesReader } from './remote-entries.ts'
import type { PlanWriter } from './plan-writer.ts'
import type { Tools } from './tools.ts'
import type { FoundEntry } from './walk.ts'

/** The spaces that files of one fan-out go to: a planned job for each, made when its first file is met. */
export type FanOutTargets = {
  /** Journals files of one space and one folder of it, said by names from the top. */
  place(space: NamedSpace, folder: readonly string[], files: readonly FoundEntry[]): Promise<Result<void>>
  /** Gives every folder its end; answers each space's numbers. */
  end(): readonly Placement['totals'][]
}

type Opened = { readonly folder: PlanFolder; readonly open: OpenFolder }
type Target = { readonly placement: Placement; readonly folders: Map<string, Opened | null> }

export const createFanOutTargets = (
  fanOut: { readonly id: string; readonly title: string },
  given: {
    readonly tools: Tools
    readonly writer: PlanWriter
    readonly read: SpacesReader['read']
    readonly guard: WrongClientGuard
  },
): FanOutTargets => {
  const { archive, ports } = given.tools.context
  const targets = new Map<string, Promise<Target>>()

  const targetOf = (space: NamedSpace): Promise<Target> => {
    const known = targets.get(space.id)
    if (known !== undefined) return known
    const made = create(space)
    targets.set(space.id, made)
    return made
  }

  const create = async (space: NamedSpace): Promise<Target> => {
    const jobId = ports.random.uuid()
    await archive.run('transfers.createJob', {
      ...{ id: jobId, direction: 'upload', spaceId: space.id, spaceName: space.name, title: fanOut.title },
      ...{ state: 'plan', folderId: null, silent: false, target: null },
      ...{ createdAt: ports.clock.now(), endedAt: null },
    })
    await archive.run('fanOut.addJob', { jobId, fanOutId: fanOut.id, title: fanOut.title })
    const placement = createPlacement(
      { id: jobId, spaceId: space.id },
      // What is left out was left out by the walk already.
      { ...given, ignored: () => false, read: (parentId) => given.read(space.id, parentId) },
    )
    return { placement, folders: new Map() }
  }

  const openAt = async (target: Target, names: readonly string[]): Promise<Result<Opened | null>> => {
    const key = names.join('/')
    const known = target.folders.get(key)
    if (known !== undefined) return ok(known)
    let folder: PlanFolder | undefined = top
    const name = names.at(-1)
    if (name !== undefined) {
      const parent = await openAt(target, names.slice(0, -1))
      if (!parent.ok || parent.value === null) return parent
      // A file has the folder's name: then the whole branch is refused, and its row says so.
      const [taken] = await parent.value.open.take([madeUp(name)])
      folder = taken?.folder
    }
    if (folder === undefined) {
      target.folders.set(key, null)
      return ok(null)
    }
    const open = await target.placement.open(folder, false)
    if (!open.ok) return open
    const opened = { folder, open: open.value }
    target.folders.set(key, opened)
    return ok(opened)
  }

  const ended: Target[] = []
  return {
    place: async (space, names, files) => {
      const target = await targetOf(space)
      if (!ended.includes(target)) ended.push(target)
      const opened = await openAt(target, names)
      if (!opened.ok) return opened
      if (opened.value !== null) await opened.value.open.take(files)
      else await refuse(target, files, names)
      return ok(undefined)
    },
    end: () => {
      for (const target of ended) for (const opened of target.folders.values()) opened?.open.end()
      return ended.map(({ placement }) => placement.totals)
    },
  }

  /** Files below a name that is taken by a file are refused one by one: nothing is given up in silence. */
  async function refuse(
    target: Target,
    files: readonly FoundEntry[],
    names: readonly string[],
  ): Promise<void> {
    const opened = await openAt(target, [])
    if (!opened.ok || opened.value === null) return
    const about = names.join('/')
    await opened.value.open.take(
      files.map((file) => ({
        ...{ kind: 'refused' as const, reason: 'exists' as const, name: `${about}/${file.name}` },
        ...{ path: file.path, fingerprint: null, modifiedAt: 0 },
      })),
    )
  }
}

const top: PlanFolder = { number: null, path: '', remoteId: null, exists: true }

const madeUp = (name: string): FoundEntry => ({
  kind: 'folder',
  name,
  path: '',
  fingerprint: null,
  modifiedAt: 0,
})
