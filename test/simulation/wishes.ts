import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { FileId } from '../../src/core/file.ts'
import type { SpaceId } from '../../src/core/space.ts'
import type { ConflictPolicy } from '../../src/core/transfers/views.ts'
import type { Random } from '../portal/random.ts'
import type { Lives } from './lives.ts'
import { type Entry, spaceId } from './portal-model.ts'
import { drawBytes, drawSize, keyOf } from './sources.ts'
import type { World } from './world.ts'

/** A job a person wants. Jobs are told apart by their titles, which are the names of what is sent or fetched. */
export type Wish =
  | {
      readonly kind: 'upload'
      readonly title: string
      readonly roots: readonly string[]
      readonly policy: ConflictPolicy
      readonly folderId: string | null
    }
  | { readonly kind: 'download'; readonly title: string; readonly folderId: string; readonly to: string }

const folders = ['', 'Bank/', 'Bank/2025/', 'Löhne & Gehälter/'] as const

/** A tree on this computer, some of whose names the portal has already, to be sent. */
export const drawUpload = (world: World, number: number): Wish => {
  const { sources, portal, blockBytes } = world
  const random = world.random.script
  const title = `Mandant ${number}`
  const policy = random.pick(['new-version', 'new-version', 'skip', 'keep-both'] as const)
  const into = random.next() < 0.3 ? portal.place(null, `Eingang ${number}`, null) : null
  const there = random.next() < 0.3 ? portal.place(into?.id ?? null, title, null) : null
  for (let file = 0, count = random.pick([1, 2, 4, 7, 12]); file < count; file += 1) {
    const name = `Beleg ${file}.pdf`
    const folder = random.pick(folders)
    sources.write(`${title}/${folder}${name}`, drawBytes(random, drawSize(random, blockBytes)))
    if (there !== null && folder === '' && random.next() < 0.5) {
      const bytes = drawBytes(random, drawSize(random, blockBytes))
      portal.place(there.id, name, { blob: world.store(bytes), size: bytes.length })
    }
  }
  if (random.next() < 0.2) mkdirSync(join(sources.folder, title, 'Leer'), { recursive: true })
  return { kind: 'upload', title, roots: [join(sources.folder, title)], policy, folderId: into?.id ?? null }
}

/** A tree in the portal, to be fetched into a folder where some names may be taken. */
export const drawDownload = (world: World, number: number): Wish => {
  const { portal, blockBytes, target, whole } = world
  const random = world.random.script
  const title = `Akte ${number}`
  const to = join(target, String(number))
  const root = portal.place(null, title, null)
  const below: Entry[] = [root]
  for (const name of random.shuffle(['2025', 'Anlagen', 'anlagen']).slice(0, random.between(0, 3)))
    below.push(portal.place(random.pick(below).id, name, null))
  for (let file = 0, count = random.pick([1, 2, 4, 7, 12]); file < count; file += 1) {
    const bytes = drawBytes(random, drawSize(random, blockBytes))
    const name = random.pick([
      `Bericht ${file}.pdf`,
      `Bericht.${file}`,
      'bericht.pdf',
      'Bericht.pdf',
      '../Bericht.pdf',
    ])
    const { id } = random.pick(below)
    if (portal.entries().some((entry) => entry.parentId === id && entry.name === name)) continue
    portal.place(id, name, { blob: world.store(bytes), size: bytes.length })
  }
  if (random.next() < 0.3) {
    const path = join(to, title, 'Bericht.pdf')
    const bytes = drawBytes(random, drawSize(random, blockBytes))
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, bytes)
    whole.add(keyOf(bytes))
  }
  return { kind: 'download', title, folderId: root.id, to }
}

/** Whether the journal knows of a job for it. */
export const isBegun = (world: World, wish: Wish): boolean =>
  world.jobs().some(({ title }) => title === wish.title)

export const begin = (lives: Lives, wish: Wish): void => {
  const place = { spaceId: spaceId as SpaceId, folderId: wish.folderId as FileId | null }
  lives.call(`${wish.kind} ${wish.title}`, async (transfers) => {
    if (wish.kind === 'download')
      return transfers.startDownload({
        ...{ spaceId: place.spaceId, folderId: null, to: wish.to },
        fileIds: [wish.folderId as FileId],
      })
    const plan = await transfers.plan({ ...place, roots: wish.roots })
    if (!plan.ok) return plan
    return transfers.startUpload(plan.value.id, { policy: wish.policy, silent: true })
  })
}

/** Somebody else, or the system, does something to what is being sent or fetched. */
export const meddle = (world: World, random: Random): void => {
  const { sources, portal, storage, judge } = world
  const bytes = drawBytes(random, drawSize(random, world.blockBytes))
  const files = portal.entries().filter((entry) => !entry.isFolder)
  const what = random.pick(['change', 'remove', 'version', 'replace', 'revoke', 'forget'] as const)
  judge.note(`meddle: ${what}`)
  switch (what) {
    case 'change':
    case 'remove': {
      const paths = sources.paths()
      if (paths.length === 0) return
      const path = random.pick(paths).slice(sources.folder.length + 1)
      judge.note(`  ${path}`)
      if (what === 'change') sources.write(path, bytes)
      else sources.remove(path)
      return
    }
    case 'version':
    case 'replace': {
      // The API shows an entry's newest version alone: over a file whose registration has no answer yet, somebody else's
      // version can't be told from none of ours.
      const known = files.filter((entry) => isKnown(world, entry))
      if (known.length === 0) return
      const entry = random.pick(known)
      const old = entry.versions.at(-1)
      judge.note(`  ${entry.name}`)
      entry.versions.push({ blob: world.store(bytes), size: bytes.length })
      // T1.56: a version of theirs whose blob is gone, as a clean-up in the portal may leave it.
      if (what === 'replace' && old?.blob.startsWith('theirs-') === true) storage.remove(old.blob)
      return
    }
    case 'revoke':
      storage.revokeTokens()
      return
    case 'forget':
      storage.forgetStaged()
  }
}

const isKnown = (world: World, entry: Entry): boolean => {
  const blob = entry.versions.at(-1)?.blob ?? ''
  const rows = world.jobs().flatMap(({ id }) => world.rows(id))
  return rows.every((row) => row.blob !== blob || row.phase === 'registered' || row.phase === 'verified')
}
