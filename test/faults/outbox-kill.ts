import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { SpaceId } from '../../src/core/space.ts'
import { openArchive, startStorageWorker } from '../../src/engine/storage/client.ts'
import { createRandom, type Random } from '../portal/random.ts'
import { type Portal, startPortal } from '../portal/server.ts'
import { inLanes } from './lanes.ts'
import { type FaultOptions, note, type Outcome } from './outcome.ts'
import type { OutboxInstruction, OutboxReport, PlannedMessage } from './outbox-driver.ts'
import { latestMs } from './outbox-times.ts'
import { type Kill, runScript } from './process.ts'
import { hear, judgeRemovals, nothingTold, seedRemovals } from './removal-play.ts'

const driver = fileURLToPath(new URL('./outbox-driver.ts', import.meta.url))
const perKill = 10
const removalsPerKill = 2
const spaceCount = 6
const equalTexts = ['Danke!', 'Erledigt.', 'Done, thank you.']

/**
 * Fault 43 under kills: messages are sent while 30 % of the requests time out, half of them saved by the portal all the
 * same, some of those late; a fifth of the texts are equal to others of their space. The sending process is killed `runs`
 * times, and each process loses its network every second or so (O1.6). Ten messages a kill. `corrupt` counts equal texts
 * that were swallowed, taken for one another.
 * Meanwhile older messages are deleted, two a kill, a fourth of them with an undo: `lost` counts those that stayed,
 * `corrupt` those that went though nobody asked or it was undone (O1.33, O1.35).
 */
export const outboxKill = (options: FaultOptions): Promise<Outcome> =>
  inLanes(options, async (share, outcome) => {
    const portal = await startPortal({ fixture: 'small', blobs: 'discard', seed: share.seed })
    const folder = await mkdtemp(join(tmpdir(), 'foyer-outbox-kill-'))
    try {
      await killSender(share, portal, folder, outcome)
    } finally {
      await portal.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    }
  })

const killSender = async (
  { runs, seed }: FaultOptions,
  portal: Portal,
  folder: string,
  outcome: Outcome,
): Promise<void> => {
  const random = createRandom(seed)
  const spaces = [...portal.state.spaces.keys()].slice(0, spaceCount)
  const plan = planOf(random, spaces, runs * perKill)
  const removals = seedRemovals(portal, random, spaces, runs * removalsPerKill)
  const told = nothingTold()
  const before = new Set(spaces.flatMap((id) => [...portal.state.messages(id).all()].map((one) => one.id)))
  const newOf = (spaceId: string) =>
    [...portal.state.messages(spaceId).all()].filter(({ id }) => !before.has(id))
  trouble(portal, random, plan.length)

  const kept = new Set<number>()
  const begun = new Set<number>()
  const decided = new Set<string>()
  let decisions: OutboxInstruction['decisions'] = []
  let next = 0
  let [kills, spared] = [0, 0]
  for (;;) {
    const instruction: Omit<OutboxInstruction, 'death'> = {
      ...{ folder, url: portal.url, key: portal.key, me: portal.state.keyUser },
      ...{ plan, next, decisions, flaps: random.between(0, 1_000_000) },
      ...{ removals, nextRemoval: Math.max(-1, ...told.begun) + 1 },
      // A little ahead of the kills, so that each of them finds something under way.
      upTo: kills < runs ? Math.min(plan.length, (kills + 1) * perKill + spared * 3) : plan.length,
    }
    const end = await runScript(driver, instruction, kills < runs ? chooseKill(random) : null)
    for (const line of end.lines) {
      const [word, number] = line.split(' ')
      if (word === 'begin') begun.add(Number(number))
      if (word === 'kept') kept.add(Number(number))
      hear(told, line)
    }
    next = Math.max(-1, ...begun) + 1
    if (end.killed) {
      kills += 1
      continue
    }
    const { asks, refused } = JSON.parse(end.last) as OutboxReport
    if (refused > 0) outcome.broken.push(`${refused} deletions were refused`)
    spared += 1
    if (asks.length === 0 && next === plan.length) break
    // What the portal was late with, the person sees too.
    if (asks.length > 0) await wait(latestMs)
    note(outcome, 'rows that asked a person', asks.length)
    for (const { spaceId, content } of asks) decided.add(keyOf({ spaceId, content }))
    decisions = asks.map(({ id, spaceId, content }) => {
      const same = (index: number): boolean => keyOf(plan[index]) === keyOf({ spaceId, content })
      const there = newOf(spaceId).filter((one) => one.content === content).length
      return { id, action: there < [...kept].filter(same).length ? 'send-again' : 'discard' }
    })
  }
  note(outcome, 'kills', kills)
  note(outcome, 'messages', kept.size)
  note(outcome, 'requests saved though nobody heard', portal.log.entries().filter(({ late }) => late).length)
  await wait(latestMs)
  judge({ plan, kept, begun, decided, newOf, spaces }, outcome)
  judgeRemovals(portal, removals, told, outcome)
  await judgeArchive(folder, spaces, newOf, outcome)
}

const planOf = (random: Random, spaces: readonly string[], count: number): readonly PlannedMessage[] =>
  Array.from({ length: count }, (_, number) => ({
    spaceId: random.pick(spaces),
    content: random.next() < 0.2 ? random.pick(equalTexts) : `Nachricht ${number}: ${random.uuid()}`,
  }))

const keyOf = (message: PlannedMessage | undefined): string =>
  `${message?.spaceId ?? ''} ${message?.content ?? ''}`

/**
 * Arms the portal for as many requests as there can be: 30 % of the sendings time out, some are refused for now; 30 % of
 * the deletions and 10 % of the searches fail.
 */
const trouble = ({ faults }: Portal, random: Random, messages: number): void => {
  const arm = (route: string, rate: number, kinds: () => object): void => {
    let armed = 0
    for (let request = 0; request < messages * 4 + 100; request += 1) {
      if (random.next() >= rate) continue
      // A fault counts down at requests that no earlier one takes, so those are left out of its number.
      faults.add({ route, skip: request - armed, count: 1, ...kinds() })
      armed += 1
    }
  }
  arm('POST /v1/spaces/:id/messages', 0.3, () =>
    random.next() < 0.5
      ? { hang: true }
      : { hang: true, commitLateMs: random.pick([0, 0, random.between(1, latestMs)]) },
  )
  // Twice in a row is once more than the client asks by itself: the row waits, and its next request may be one in doubt.
  arm('POST /v1/spaces/:id/messages', 0.06, () => ({
    ...{ status: 429, headers: { 'retry-after': '0' }, count: 2 },
  }))
  // A deletion that timed out may have been made all the same: the next one is answered that there is no such message.
  arm('DELETE /v1/spaces/:id/messages/:id', 0.3, () =>
    random.pick([
      { hang: true },
      { cut: 'middle' as const },
      { status: 503 },
      { hang: true, commitLateMs: 100 },
    ]),
  )
  arm('POST /v1/spaces/:id/messages/search', 0.1, () =>
    random.pick([{ hang: true }, { status: 503 }, { cut: 'middle' as const }]),
  )
}

/** Late enough that doubts of the process before were settled in the meantime, or early enough that they were not. */
const chooseKill = (random: Random): Kill => {
  const dice = random.between(1, 10)
  if (dice === 1) return { kind: 'timed', from: 'start', milliseconds: random.between(0, 400) }
  if (dice <= 5) return { kind: 'timed', from: 'working', milliseconds: random.between(0, 3_000) }
  const moment = random.pick(['before', 'during', 'answered'] as const)
  const death = { request: random.between(1, 30), moment, milliseconds: random.between(0, 12) }
  return { kind: 'request', death }
}

type Play = {
  readonly plan: readonly PlannedMessage[]
  /** Messages that the outbox said it keeps, and those that it was given: a kill may fall between the two. */
  readonly kept: ReadonlySet<number>
  readonly begun: ReadonlySet<number>
  readonly decided: ReadonlySet<string>
  readonly spaces: readonly string[]
  readonly newOf: (spaceId: string) => readonly { readonly content: string }[]
}

const judge = ({ plan, kept, begun, decided, newOf, spaces }: Play, outcome: Outcome): void => {
  for (const spaceId of spaces) {
    const there = newOf(spaceId).map(({ content }) => content)
    const ours = plan.flatMap((message, index) =>
      message.spaceId === spaceId ? [{ ...message, index }] : [],
    )
    for (const content of new Set([...there, ...ours.map((message) => message.content)])) {
      const of = ours.filter((message) => message.content === content)
      const least = of.filter(({ index }) => kept.has(index)).length
      const most = of.filter(({ index }) => begun.has(index)).length
      const count = there.filter((text) => text === content).length
      if (equalTexts.includes(content)) outcome.corrupt += Math.max(0, least - count)
      else outcome.lost += Math.max(0, least - count)
      outcome.doubled += Math.max(0, count - most)
    }
    // O1.3. What a person sent again comes when the person says so.
    const unique = (content: string): boolean =>
      !equalTexts.includes(content) && !decided.has(keyOf({ spaceId, content }))
    const arrived = there.filter(unique)
    const wanted = ours
      .map(({ content }) => content)
      .filter((content) => unique(content) && there.includes(content))
    if (arrived.join('\n') !== wanted.join('\n'))
      outcome.broken.push(`${spaceId}: not in the order they were written`)
  }
}

/** O1.12: everything sent is in the archive's cache, and nothing waits any more. */
const judgeArchive = async (
  folder: string,
  spaces: readonly string[],
  newOf: (spaceId: string) => readonly { readonly id: string }[],
  outcome: Outcome,
): Promise<void> => {
  const archive = await openArchive(
    {
      cachePath: join(folder, 'cache.db'),
      journalPath: join(folder, 'journal.db'),
      keyHex: '07'.repeat(32),
    },
    startStorageWorker(new URL('../../src/engine/storage/worker.ts', import.meta.url)),
  )
  const left = await archive.run('outbox.rows', undefined)
  if (left.length > 0) outcome.broken.push(`${left.length} rows are still in the outbox`)
  for (const spaceId of spaces) {
    const stored = new Set<string>(
      (await archive.run('messages.all', { spaceId: spaceId as SpaceId })).map(({ id }) => id),
    )
    const missing = newOf(spaceId).filter(({ id }) => !stored.has(id)).length
    if (missing > 0) outcome.broken.push(`${missing} messages of ${spaceId} are not in the archive`)
  }
  await archive.close()
}
