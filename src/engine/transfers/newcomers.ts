import { fail } from '../../core/failure.ts'
import type { File, FileId } from '../../core/file.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { nameKey, uniqueName } from '../../core/transfers/names.ts'
import { onNewcomer } from '../../core/transfers/newcomer.ts'
import { steadyClock } from '../steady-clock.ts'
import type { StoredJob } from '../storage/tables/transfer-jobs.ts'
import { createLikenesses } from './likenesses.ts'
import type { Live } from './live.ts'
import { readFolder } from './remote-folder.ts'
import type { Tools } from './tools.ts'

/** T1.129: files that came into a job's target folders after its plan was made. */
export type Newcomers = {
  /** Before the first byte: a file that is to be left out is, and costs nothing. */
  spare(live: Live, parentId: FileId | null): Promise<Result<void>>
  /** Before it is registered: leaves it out, or gives it the name under which both are kept. */
  meet(live: Live, parentId: FileId | null): Promise<Result<void>>
}

type Listing = {
  readonly entries: Promise<Result<ReadonlyMap<string, File>>>
  /** Until when it says enough; Infinity while it is read. */
  goodUntil: number
}

/** How long a listing is good for: this, or so many times as long as reading it took. */
const freshMs = 60_000
const timesReading = 10
/** Folders whose listing is kept: a job goes through its folders one after the other. */
const mostListings = 8

/** Null where every file goes as a new version of what is there, whatever that is. */
export const createNewcomers = (job: StoredJob, tools: Tools, signal: AbortSignal): Newcomers | null => {
  const { foyer, archive, ports } = tools.context
  const spaceId = job.spaceId as SpaceId
  const policy = job.conflicts ?? 'new-version'
  if (policy === 'new-version') return null
  const clock = steadyClock(ports.clock)
  const likenesses = createLikenesses(tools, spaceId)
  const listings = new Map<FileId | null, Listing>()
  /** Names given here, by folder. */
  const given = new Map<FileId | null, Set<string>>()

  const read = (parentId: FileId | null): Listing => {
    const began = clock.now()
    const entries = tools.gate.run(() => readFolder(foyer, { spaceId, parentId }, signal), signal)
    const listing: Listing = {
      goodUntil: Infinity,
      entries: entries.then((found) => {
        const took = clock.now() - began
        listing.goodUntil = found.ok ? clock.now() + Math.max(freshMs, timesReading * took) : 0
        return found.ok ? ok(new Map(found.value.map((file) => [file.name, file]))) : found
      }),
    }
    return listing
  }

  const entriesOf = (parentId: FileId | null): Listing['entries'] => {
    const known = listings.get(parentId)
    const listing = known !== undefined && clock.now() < known.goodUntil ? known : read(parentId)
    // The one asked for last is the newest.
    listings.delete(parentId)
    listings.set(parentId, listing)
    for (const oldest of listings.keys()) if (listings.size > mostListings) listings.delete(oldest)
    return listing.entries
  }

  /** What is there under the file's name although the plan did not say so. */
  const find = async (live: Live, parentId: FileId | null): Promise<Result<File | null>> => {
    const state = live.state()
    const row = live.row()
    // T1.25: one that may be registered already would meet itself.
    if (state.phase === 'registered' || (state.phase === 'committed' && state.intentAt !== null))
      return ok(null)
    // Known at the plan, and decided for a new version.
    if (row.conflict !== null && row.name !== row.otherName) return ok(null)
    const entries = await entriesOf(parentId)
    if (!entries.ok) return entries
    const there = entries.value.get(row.name)
    return there?.isFolder === true ? err(fail('exists', { about: row.path })) : ok(there ?? null)
  }

  const choose = async (live: Live, there: File): Promise<ReturnType<typeof onNewcomer>> => {
    const { name, size, source, fingerprint, otherName } = live.row()
    const modifiedAt = modifiedAtOf(fingerprint)
    const pair = {
      entry: {
        ...({ kind: 'file', name, path: source ?? '', size, modifiedAt } as const),
        fingerprint: fingerprint ?? '',
      },
      conflict: there,
    }
    const isSame = policy === 'skip-same' && (await likenesses([pair]))(pair) === 'same'
    return onNewcomer(policy, otherName !== null, isSame)
  }

  const leaveOut = (live: Live): Promise<void> =>
    live.apply({ kind: 'skipped' }, { problem: fail('appeared', { about: live.row().path }) })

  const anotherName = async (live: Live, parentId: FileId | null): Promise<string> => {
    const { folder, name } = live.row()
    const there = await entriesOf(parentId)
    const ours = await archive.run('transfers.namesIn', { jobId: job.id, folder })
    const known = given.get(parentId) ?? new Set<string>()
    given.set(parentId, known)
    const names = [...(there.ok ? there.value.keys() : []), ...ours]
    const made = uniqueName(name, new Set([...names.map(nameKey), ...known]))
    known.add(nameKey(made))
    return made
  }

  return {
    spare: async (live, parentId) => {
      const there = await find(live, parentId)
      if (!there.ok) return there
      if (there.value !== null && (await choose(live, there.value)) === 'skip') await leaveOut(live)
      return ok(undefined)
    },
    meet: async (live, parentId) => {
      const there = await find(live, parentId)
      if (!there.ok) return there
      if (there.value === null) return ok(undefined)
      const choice = await choose(live, there.value)
      if (choice === 'skip') await leaveOut(live)
      if (choice === 'keep-both') {
        const name = await anotherName(live, parentId)
        const problem = fail('appeared', { about: live.row().path })
        // On disk with the intent, which follows at once.
        live.note({ kind: 'committed', intentAt: null }, { name, problem })
      }
      return ok(undefined)
    },
  }
}

/** Milliseconds since the epoch, of a fingerprint (`size:mtimeNs:inode`); unknown counts as changed just now. */
const modifiedAtOf = (fingerprint: string | null): number => {
  const nanoseconds = Number(fingerprint?.split(':')[1])
  return Number.isFinite(nanoseconds) ? nanoseconds / 1e6 : Infinity
}
