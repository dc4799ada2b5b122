import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Random } from '../portal/random.ts'
import { type Portal, startPortal } from '../portal/server.ts'
import { blockBytes, openEngine, type Place, valueOf } from './engine.ts'
import { type MadeFile, makeTree } from './tree.ts'

/** A portal with one empty space, and a profile on this computer that knows it. */
export type Stand = {
  readonly portal: Portal
  readonly place: Place
  readonly spaceId: string
  /** A folder for sources and targets. */
  readonly folder: string
  /** Makes a tree to be sent, named like nothing before it. */
  tree(random: Random, shape: { readonly small: number; readonly large: number }): Promise<Tree>
  close(): Promise<void>
}

export type Tree = { readonly name: string; readonly path: string; readonly files: readonly MadeFile[] }

export const openStand = async (options: { readonly sasSeconds?: number } = {}): Promise<Stand> => {
  const portal = await startPortal({ fixture: 'empty', blobs: 'azurite', ...options })
  const folder = await mkdtemp(join(tmpdir(), 'foyer-faults-'))
  const place = { folder: join(folder, 'profile'), url: portal.url, key: portal.key }
  await mkdir(place.folder)
  const engine = await openEngine(place)
  const space = valueOf(
    await engine.foyer.spaces.create({ name: 'Harper & Lowe', members: { users: [], groups: [] } }),
  )
  await engine.archive.run('spaces.upsert', { spaces: [space] })
  await engine.close()
  let trees = 0
  return {
    ...{ portal, place, folder, spaceId: space.id },
    tree: async (random, shape) => {
      trees += 1
      const name = `Mandant ${trees}`
      const path = join(folder, name)
      return { name, path, files: await makeTree(path, random, { ...shape, blockBytes }) }
    },
    close: async () => {
      await portal.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  }
}

/** The portal's id of a tree that was sent. */
export const entryOf = ({ portal, spaceId }: Stand, tree: Tree): string => {
  const entry = portal.state.files(spaceId).named(null, tree.name)
  if (entry === undefined) throw new Error(`${tree.name} was never sent`)
  return entry.id
}
