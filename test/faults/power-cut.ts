import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createRandom, type Random } from '../portal/random.ts'
import { compare } from './compare.ts'
import { fillSpace, lookAt } from './download-kill.ts'
import type { Place } from './engine.ts'
import type { Job } from './job.ts'
import { inLanes } from './lanes.ts'
import { copyDisk, makeDisk, mountDisk, unmount } from './mounts.ts'
import { addDamage, type FaultOptions, note, type Outcome } from './outcome.ts'
import { runProcess } from './process.ts'
import { entryOf, openStand, type Stand, type Tree } from './stand.ts'

const diskBytes = 48 * 1_048_576
const cutsPerJob = 4
const shape = { small: 60, large: 6 }

/**
 * Fault 6: the profile lies on one disk, what is fetched goes to another. Both are copied while the process is at work,
 * which is what a power cut leaves: everything that was not synced is gone. The copies are mounted in their place and the
 * work goes on from there, against a portal that has forgotten nothing. By turns a tree is sent and fetched.
 */
export const powerCut = (options: FaultOptions): Promise<Outcome> =>
  inLanes(options, async ({ runs, seed }, outcome) => {
    const random = createRandom(seed)
    const stand = await openStand()
    try {
      const fetched = await stand.tree(random, shape)
      await fillSpace(stand, fetched)
      for (let [cuts, job] = [0, 0]; cuts < runs; job += 1) {
        const most = Math.min(cutsPerJob, runs - cuts)
        cuts +=
          job % 2 === 0
            ? await fetchUnderCuts(stand, fetched, random, most, outcome)
            : await sendUnderCuts(stand, random, most, outcome)
        note(outcome, 'jobs', 1)
      }
      note(outcome, 'power cuts', runs)
    } finally {
      await stand.close()
    }
  })

/** Disks by the folder each is mounted at. */
type Disks = {
  readonly paths: readonly string[]
  readonly place: Place
  cut(): void
  recover(): Promise<void>
}

const withDisks = async (
  stand: Stand,
  random: Random,
  work: (disks: Disks) => Promise<void>,
): Promise<void> => {
  const root = join(stand.folder, `Computer ${random.uuid()}`)
  const [profile, target] = [join(root, 'profile'), join(root, 'target')]
  const paths = [profile, target]
  let generation = 0
  const image = (path: string, number: number): string => `${path}.${number}.img`
  for (const path of paths) {
    await mkdir(path, { recursive: true })
    await makeDisk(image(path, 0), diskBytes)
    mountDisk(image(path, 0), path)
  }
  try {
    await work({
      ...{ paths, place: { ...stand.place, folder: profile } },
      cut: () => {
        for (const path of paths) copyDisk(image(path, generation), image(path, generation + 1))
      },
      recover: async () => {
        for (const path of paths) {
          await unmount(path)
          await rm(image(path, generation))
          mountDisk(image(path, generation + 1), path)
        }
        generation += 1
      },
    })
  } finally {
    for (const path of paths) await unmount(path)
    await rm(root, { recursive: true })
  }
}

/** Runs a job, cutting the power up to `most` times; answers how often. `after` looks at what is left each time. */
const cutUntilDone = async (
  disks: Disks,
  job: Job,
  random: Random,
  most: number,
  after: () => Promise<void> = () => Promise.resolve(),
): Promise<number> => {
  for (let cuts = 0; ; cuts += 1) {
    const kill = { kind: 'timed', from: 'working', milliseconds: random.between(0, 900) } as const
    const { killed } = await runProcess({ ...disks.place, job }, cuts < most ? kill : null, (child) => {
      // Held still, so that the copies are of one moment.
      child.kill('SIGSTOP')
      disks.cut()
      child.kill('SIGKILL')
    })
    if (!killed) return cuts
    await disks.recover()
    await after()
  }
}

const sendUnderCuts = async (
  stand: Stand,
  random: Random,
  most: number,
  outcome: Outcome,
): Promise<number> => {
  let cuts = 0
  await withDisks(stand, random, async (disks) => {
    const tree = await stand.tree(random, shape)
    const slow = stand.portal.faults.add({ route: 'PUT /*', blob: true, delayMs: 15 })
    const upload = { direction: 'upload', spaceId: stand.spaceId, path: tree.path } as const
    cuts = await cutUntilDone(disks, upload, random, most)
    stand.portal.faults.remove(slow)
    addDamage(outcome, await compare(stand, tree))
  })
  return cuts
}

const fetchUnderCuts = async (
  stand: Stand,
  tree: Tree,
  random: Random,
  most: number,
  outcome: Outcome,
): Promise<number> => {
  let cuts = 0
  await withDisks(stand, random, async (disks) => {
    // Many tools leave blobs without an MD5: what is missing from a part file is then found by nothing later.
    const withoutHeaders = random.between(0, 1) === 0 ? ['content-md5', 'x-ms-blob-content-md5'] : []
    const faults = ['GET /*', 'HEAD /*'].map((route) =>
      stand.portal.faults.add({ route, blob: true, delayMs: 25, withoutHeaders }),
    )
    const [, path = ''] = disks.paths
    const entryId = entryOf(stand, tree)
    const job = { direction: 'download', spaceId: stand.spaceId, path, entryId } as const
    cuts = await cutUntilDone(disks, job, random, most, async () => {
      outcome.corrupt += (await lookAt(path, tree)).wrong
    })
    for (const fault of faults) stand.portal.faults.remove(fault)
    const { right, wrong, other } = await lookAt(path, tree)
    const lost = tree.files.length - right - wrong
    addDamage(outcome, { files: tree.files.length, lost, doubled: other, corrupt: wrong })
  })
  return cuts
}
