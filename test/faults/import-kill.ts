import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { usualChoices } from '../../src/core/people/import-row.ts'
import type { ImportId } from '../../src/core/people/import-views.ts'
import { createImports } from '../../src/engine/people/imports.ts'
import { createRandom, type Random } from '../portal/random.ts'
import { startPortal } from '../portal/server.ts'
import { addresses, openContext, type Place, rowOf, valueOf } from '../suites/people/world.ts'
import { importFromFoundry } from './import-foundry.ts'
import { type FaultOptions, noDamage, note, type Outcome } from './outcome.ts'

const driver = fileURLToPath(new URL('./import-driver.ts', import.meta.url))
const compiled = fileURLToPath(new URL('../../.cache/compiled', import.meta.url))
const killsPerImport = 20

/**
 * An import is killed at random moments and gone on with, `runs` times; every third creation meets an answer that is lost.
 * Nobody may be in the portal twice, and nobody missing, nor any group.
 */
export const importKill = async ({ runs, seed, people }: FaultOptions): Promise<Outcome> => {
  const outcome = noDamage(runs)
  const random = createRandom(seed)
  if (people !== undefined) {
    await importFromFoundry({ people, kills: runs, random }, outcome)
    return outcome
  }
  for (let kills = 0; kills < runs;) {
    const most = Math.min(killsPerImport, runs - kills)
    kills += await oneImport(random, most, outcome)
  }
  return outcome
}

const oneImport = async (random: Random, most: number, outcome: Outcome): Promise<number> => {
  const portal = await startPortal({ fixture: 'empty', blobs: 'discard' })
  const folder = await mkdtemp(join(tmpdir(), 'foyer-import-kill-'))
  try {
    const place = { folder, url: portal.url, key: portal.key }
    const count = 60 * most
    const emails = Array.from({ length: count }, (_, index) => `p${index}@new.example`)
    const importId = await begin(place, emails)
    for (let each = 0; each < count / 30; each += 1) {
      portal.faults.add({
        route: 'POST /v1/users',
        skip: random.between(0, count),
        count: 1,
        lostReply: true,
      })
    }
    let kills = 0
    for (; kills < most; kills += 1) {
      if (!(await live({ ...place, importId }, random.between(0, 400)))) break
    }
    await live({ ...place, importId }, null)
    const found = addresses(portal)
    for (const email of emails) {
      const times = found.get(email) ?? 0
      if (times === 0) outcome.lost += 1
      if (times > 1) outcome.doubled += 1
    }
    const groups = [...portal.state.groups.values()].filter(({ name }) => name === 'Imported')
    if (groups.length === 0) outcome.lost += 1
    if (groups.length > 1) outcome.doubled += 1
    if (groups.length === 1 && groups[0]?.users.length !== count)
      outcome.broken.push('The group lacks members')
    note(outcome, 'people', count)
    note(outcome, 'kills', kills)
    // An import that ends before its kills are used up would never end the loop.
    return Math.max(1, kills)
  } finally {
    await portal.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}

const begin = async (place: Place, emails: readonly string[]): Promise<ImportId> => {
  const context = await openContext(place)
  const rows = emails.map((email) => rowOf(email, { groups: ['Imported'] }))
  const planned = valueOf(
    await createImports(context).plan({
      ...{ source: 'csv', title: 'people.csv', rows, complete: true, choices: usualChoices },
    }),
  )
  await context.close()
  return planned.id
}

/** One life of the importing process; true when it was killed before its end. */
const live = async (
  instruction: Place & { readonly importId: string },
  killMs: number | null,
): Promise<boolean> => {
  const child = spawn(process.execPath, [driver, JSON.stringify(instruction)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  })
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  let timer: NodeJS.Timeout | undefined
  createInterface({ input: child.stdout }).once('line', () => {
    if (killMs !== null) timer = setTimeout(() => child.kill('SIGKILL'), killMs)
  })
  const [status, signal] = await ended
  clearTimeout(timer)
  if (signal === null && status !== 0) throw new Error(`The import ended with ${status ?? 'nothing'}`)
  return signal !== null
}
