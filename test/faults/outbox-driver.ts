// A process of its own with the outbox in it, so that it can be killed at any moment: `node outbox-driver.ts INSTRUCTION`.
// Prints `working` once its archive is open, `begin N` before message N of the plan is queued and `kept N` once the
// outbox has taken it; likewise `remove N`, `removed N`, `undo N`, `undone N` of deletions; at the end what waits for a
// person, as JSON.
import { join } from 'node:path'
import type { OutboxId } from '../../src/core/outbox/outgoing.ts'
import type { MessageId } from '../../src/core/message.ts'
import type { UserId } from '../../src/core/person.ts'
import type { PortalId } from '../../src/core/portal.ts'
import type { SpaceId } from '../../src/core/space.ts'
import { createFoyerClient } from '../../src/engine/foyer/create.ts'
import { systemClock } from '../../src/engine/node/clock.ts'
import { createHttp } from '../../src/engine/node/http.ts'
import { systemRandom } from '../../src/engine/node/random.ts'
import { createOutbox } from '../../src/engine/outbox/outbox.ts'
import { createRemovals } from '../../src/engine/outbox/removals.ts'
import type { Log, Secrets } from '../../src/engine/ports.ts'
import { openArchive, startStorageWorker } from '../../src/engine/storage/client.ts'
import { createRandom } from '../portal/random.ts'
import { type Death, dying } from './dying.ts'
import { type Place, valueOf } from './engine.ts'
import { timeLimitMs, waitMs } from './outbox-times.ts'
import type { PlannedRemoval } from './removal-play.ts'

export type PlannedMessage = { readonly spaceId: string; readonly content: string }

/** A row that waits for a person. */
type Asking = { readonly id: string; readonly spaceId: string; readonly content: string }

export type OutboxInstruction = Place & {
  readonly me: string
  readonly plan: readonly PlannedMessage[]
  /** The first of the plan that was not begun yet, and the one to stop before. */
  readonly next: number
  readonly upTo: number
  readonly removals: readonly PlannedRemoval[]
  /** The first of them that was not asked for yet: one goes with every fifth message. */
  readonly nextRemoval: number
  /** Seeds when the network goes and comes back. */
  readonly flaps: number
  /** What the person decided. */
  readonly decisions: readonly { readonly id: string; readonly action: 'send-again' | 'discard' }[]
}

/** What a process that came to its end says: the rows that wait for a person, and how many deletions were refused. */
export type OutboxReport = { readonly asks: readonly Asking[]; readonly refused: number }

/** So many messages wait at most: the queueing goes on all the while the others are sent. */
const most = 30

const { death, ...told } = JSON.parse(process.argv[2] ?? '') as OutboxInstruction & { death: Death | null }
const refuse = () => Promise.reject(new Error('An outbox knows no secrets'))
const unused: Secrets = { read: refuse, write: refuse, remove: refuse }
const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

const archive = await openArchive(
  {
    cachePath: join(told.folder, 'cache.db'),
    journalPath: join(told.folder, 'journal.db'),
    keyHex: '07'.repeat(32),
  },
  startStorageWorker(new URL('../../src/engine/storage/worker.ts', import.meta.url)),
)
const http = createHttp()
const basics = { clock: systemClock, random: systemRandom, http: dying(http, death), log: quiet }
const foyer = createFoyerClient({
  ...{ ...basics, apiUrl: told.url, key: () => told.key, timeoutMs: timeLimitMs },
  policy: { tries: 2, baseMs: 20, capMs: 100, retryAfterCapMs: 1_000, patienceMs: 2_000 },
})
const changes = new EventTarget()
const context = {
  ...{ portalId: 'faults' as PortalId, me: { id: told.me as UserId }, archive, foyer },
  ports: { ...basics, secrets: unused, sessionSecrets: unused },
  changed: () => void changes.dispatchEvent(new Event('changed')),
  reached: () => undefined,
}
const outbox = createOutbox(context, { settleMs: waitMs, probeMs: 100 })
const removals = createRemovals(context, { staffMode: () => false, probeMs: 100 })
console.log('working')
for (const { id, action } of told.decisions) {
  // A row that was decided on before a kill is no longer there to be decided on.
  await outbox.resolve(id as OutboxId, action)
}
outbox.start()
removals.start()

/** A train: the computer loses its network for a moment, every now and then, doubts or not (O1.6, O1.11). */
const flapping = new AbortController()
const flap = async (): Promise<void> => {
  const random = createRandom(told.flaps)
  const rest = (ms: number): Promise<void> =>
    systemClock.sleep(ms, flapping.signal).catch(() => {
      if (!flapping.signal.aborted) throw new Error('The wait ended for no reason')
    })
  while (!flapping.signal.aborted) {
    await rest(random.between(50, 1_200))
    for (const part of [outbox, removals]) part.setOnline(false)
    await rest(random.between(0, 150))
    for (const part of [outbox, removals]) part.setOnline(true)
  }
}
const flaps = flap()

const change = (): Promise<void> =>
  new Promise((resolve) => changes.addEventListener('changed', () => resolve(), { once: true }))

const asking = async (): Promise<readonly Asking[]> => {
  const found: Asking[] = []
  for (const spaceId of new Set(told.plan.map((one) => one.spaceId))) {
    for (const row of await outbox.outgoing(spaceId as SpaceId)) {
      if (row.asks) found.push({ id: row.id, spaceId, content: row.content })
    }
  }
  return found
}

/** Resolves once fewer than `limit` rows wait that need no person. */
const fewer = async (limit: number): Promise<void> => {
  for (;;) {
    const changed = change()
    const open = (await outbox.pending()) - (await asking()).length
    if (open < limit) return
    await changed
  }
}

/** How long a deletion waits for the undo that follows at once: a kill between the two must not hold up the end. */
const undoMs = 400

const remove = async (number: number): Promise<void> => {
  const removal = told.removals[number]
  if (removal === undefined) return
  const id = removal.id as MessageId
  console.log(`remove ${number}`)
  const asked = await removals.remove(removal.spaceId as SpaceId, id, removal.undo ? undoMs : 0)
  if (!asked.ok) return
  console.log(`removed ${number}`)
  if (!removal.undo) return
  console.log(`undo ${number}`)
  if ((await removals.undo(id)).ok) console.log(`undone ${number}`)
}

const allRemoved = async (): Promise<void> => {
  for (let over = false; !over;) {
    const changed = change()
    over = (await removals.pending()) === 0
    if (!over) await changed
  }
}

const refusedOnes = async (): Promise<number> => {
  const spaces = [...new Set(told.removals.map(({ spaceId }) => spaceId as SpaceId))]
  const found = await Promise.all(spaces.map((spaceId) => removals.ofSpace(spaceId)))
  return found.flatMap(({ open }) => open).filter(({ state }) => state === 'refused').length
}

let nextRemoval = told.nextRemoval
for (let number = told.next; number < told.upTo; number += 1) {
  await fewer(most)
  const message = told.plan[number]
  if (message === undefined) break
  console.log(`begin ${number}`)
  valueOf(await outbox.send(message.spaceId as SpaceId, message.content, 0))
  console.log(`kept ${number}`)
  if (number % 5 === 0) await remove(nextRemoval++)
}
await fewer(1)
await allRemoved()
const asks = await asking()
flapping.abort()
await flaps
const refused = await refusedOnes()
await Promise.all([outbox.close(), removals.close()])
await archive.close()
await http.close()
console.log(JSON.stringify({ asks, refused } satisfies OutboxReport))
