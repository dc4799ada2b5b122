import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { usualChoices } from '../../src/core/people/import-row.ts'
import { createFoundryDesk, foundryAccount } from '../../src/engine/foundry/desk.ts'
import { createImports } from '../../src/engine/people/imports.ts'
import { foundrySource } from '../../src/engine/people/sources.ts'
import type { FoundryPerson } from '../foundry/directory.ts'
import { type Foundry, startFoundry } from '../foundry/server.ts'
import type { Random } from '../portal/random.ts'
import { type Portal, startPortal } from '../portal/server.ts'
import { openContext, valueOf } from '../suites/people/world.ts'
import { followFoundryClock } from './foundry-clock.ts'
import type { FoundryInstruction } from './import-foundry-driver.ts'
import { note, type Outcome } from './outcome.ts'

const driver = fileURLToPath(new URL('./import-foundry-driver.ts', import.meta.url))
const compiled = fileURLToPath(new URL('../../.cache/compiled', import.meta.url))
/** What Foundry allows in a rolling minute of its own, virtual clock. */
const limit = 100
/** So many of the kills come while people are still being read. */
const earlyKills = 4

/**
 * People of the stand-in directory are imported by a process that is killed `kills` times, each time when the servers
 * have seen a random number of its requests, and gone on with. Nobody may be in the portal twice and nobody missing; a
 * second import has nothing to do; and the directory never saw more requests in a rolling minute than it allows.
 */
export const importFromFoundry = async (
  { people, kills, random }: { readonly people: number; readonly kills: number; readonly random: Random },
  outcome: Outcome,
): Promise<void> => {
  const portal = await startPortal({ fixture: 'empty', blobs: 'discard' })
  const foundry = await startFoundry({ people, limit, seed: random.between(1, 1_000_000) })
  const folder = await mkdtemp(join(tmpdir(), 'foyer-import-foundry-'))
  try {
    const { url, control, clientId, clientSecret } = foundry
    const instruction: FoundryInstruction = {
      ...{ folder, url: portal.url, key: portal.key, requestsPerMinute: limit },
      foundry: { url, control, clientId, clientSecret },
    }
    const seen = (): number => portal.log.entries().length + foundry.seen.length
    // A person is looked for and made: two requests, and a few for every reading.
    const each = Math.ceil((2 * people) / Math.max(1, kills - earlyKills))
    let struck = 0
    for (let kill = 0; kill < kills; kill += 1) {
      const after = kill < earlyKills ? random.between(1, people / 50 + 10) : random.between(1, each)
      if (await live(instruction, seen, seen() + Math.floor(after))) struck += 1
    }
    await live(instruction, seen, null)
    note(outcome, 'kills', struck)
    judge(portal, foundry, outcome)
    await again(instruction, portal, outcome)
    const { rate } = foundry
    note(outcome, 'requests to Foundry', rate.total())
    note(outcome, 'most in a rolling minute', rate.peak())
    if (rate.peak() > limit || rate.refused() > 0)
      outcome.broken.push(`Foundry saw ${rate.peak()} requests in a minute and refused ${rate.refused()}`)
  } finally {
    await portal.close()
    await foundry.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}

/** Whom an import of everybody who is active brings over. */
const wantedOf = ({ directory }: Foundry): readonly (FoundryPerson & { readonly email: string })[] =>
  directory.people.filter(
    (person): person is FoundryPerson & { email: string } => person.active && person.email !== null,
  )

const judge = (portal: Portal, foundry: Foundry, outcome: Outcome): void => {
  const found = new Map<string, { id: string; first: string | null; last: string | null }[]>()
  for (const { id, email, first_name: first, last_name: last } of portal.state.users.values())
    found.set(email.toLowerCase(), [...(found.get(email.toLowerCase()) ?? []), { id, first, last }])
  const wanted = wantedOf(foundry)
  const members = new Map<string, Set<string>>()
  const places = new Map(foundry.directory.locations.map(({ id, name }) => [Number(id), name]))
  for (const person of wanted) {
    const there = found.get(person.email.toLowerCase()) ?? []
    const [one] = there
    if (one === undefined) outcome.lost += 1
    if (there.length > 1) outcome.doubled += 1
    if (one !== undefined && (one.first !== person.first_name || one.last !== person.last_name))
      outcome.corrupt += 1
    const place = places.get(person.location_id ?? 0)
    if (place !== undefined && one !== undefined)
      members.set(place, (members.get(place) ?? new Set()).add(one.id))
  }
  const groups = [...portal.state.groups.values()]
  for (const [place, ids] of members) {
    const named = groups.filter(({ name }) => name === place)
    if (named.length > 1) outcome.doubled += 1
    if (
      named.length === 0 ||
      named[0]?.users.length !== ids.size ||
      named[0].users.some((id) => !ids.has(id))
    )
      outcome.broken.push(`The group ${place} does not hold just its people`)
  }
  const strangers = portal.state.users.size - wanted.length - 1
  if (strangers !== 0) outcome.broken.push(`${strangers} people came from nowhere`)
  if (portal.state.invitations.length > 0) outcome.broken.push('Somebody was sent an e-mail')
  note(outcome, 'people', wanted.length)
}

/** The same import once more: it has nothing to do, and asks for no change. */
const again = async (
  { foundry, ...place }: FoundryInstruction,
  portal: Portal,
  outcome: Outcome,
): Promise<void> => {
  const clock = await followFoundryClock(foundry.control)
  const context = await openContext(place, { clock })
  const imports = createImports(context)
  try {
    const { secrets } = context.ports
    const desk = createFoundryDesk(context, secrets)
    const { clientId, clientSecret } = foundry
    valueOf(await secrets.write(foundryAccount(context.portalId), JSON.stringify({ clientId, clientSecret })))
    const choice = { locationIds: [], label: null, active: true, groups: 'location' } as const
    const source = valueOf(await foundrySource(desk, choice))
    const { id, sums, todo } = valueOf(await imports.plan({ ...source, choices: usualChoices }))
    portal.log.clear()
    valueOf(await imports.start(id))
    const ended = valueOf(await imports.ended(id))
    const changes = portal.log
      .entries()
      .filter(({ method, route }) => method !== 'GET' && !route.endsWith('/search'))
    if (todo > 0 || sums.new + sums.changed > 0 || changes.length > 0 || ended.state !== 'done')
      outcome.broken.push(`The second import had ${todo} things to do and made ${changes.length} changes`)
  } finally {
    await imports.close()
    await context.close()
  }
}

/** One life of the importing process; true when it was killed before its end. */
const live = async (
  instruction: FoundryInstruction,
  seen: () => number,
  killAt: number | null,
): Promise<boolean> => {
  const child = spawn(process.execPath, [driver, JSON.stringify(instruction)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  })
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  const watch = setInterval(() => {
    if (killAt !== null && seen() >= killAt) child.kill('SIGKILL')
  }, 1)
  const [status, signal] = await ended
  clearInterval(watch)
  if (signal === null && status !== 0) throw new Error(`The import ended with ${status ?? 'nothing'}`)
  return signal !== null
}
