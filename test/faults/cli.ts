// `npm run -s faults -- NAME [--runs N] [--seed S] [--people N] [--json]`: one fault, again and again, against a real portal.
import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { faults } from './faults.ts'
import { held } from './outcome.ts'

// Workers that this process starts a hundred times do not compile their sources each time.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, '../../.cache/compiled')

const usage = `Usage: npm run -s faults -- ${Object.keys(faults).join('|')} [--runs N] [--seed S] [--people N] [--json]`

/** A whole number of at least `low`, or undefined when it is none. */
const whole = (text: string, low: number): number | undefined =>
  /^\d{1,9}$/.test(text) && Number(text) >= low ? Number(text) : undefined

const read = () => {
  try {
    const { values, positionals } = parseArgs({
      options: {
        runs: { type: 'string' },
        seed: { type: 'string' },
        people: { type: 'string' },
        json: { type: 'boolean' },
      },
      allowPositionals: true,
    })
    const [name = '', ...rest] = positionals
    const fault = Object.hasOwn(faults, name) ? faults[name] : undefined
    if (fault === undefined || rest.length > 0) return undefined
    const runs = whole(values.runs ?? String(fault.runs), 1)
    const seed = whole(values.seed ?? String(randomInt(1, 1_000_000)), 0)
    const people = values.people === undefined ? null : whole(values.people, 1)
    if (runs === undefined || seed === undefined || people === undefined) return undefined
    // Only imports are of people.
    if (people !== null && name !== 'import-kill') return undefined
    return { name, fault, runs, seed, people, json: values.json === true }
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

const asked = read()
if (asked === undefined) {
  console.error(usage)
  process.exitCode = 2
} else {
  const { name, fault, runs, seed, people, json } = asked
  // Said before anything happens: a run that breaks off can be repeated too.
  if (!json) console.log(`${name}: seed ${seed}`)
  const began = Date.now()
  const outcome = await fault.run({ runs, seed, ...(people === null ? {} : { people }) })
  const { lost, doubled, corrupt, notes, broken } = outcome
  if (!json) {
    for (const [what, count] of Object.entries(notes)) console.log(`  ${what}: ${count}`)
    console.log(`  seconds: ${Math.round((Date.now() - began) / 1000)}`)
  }
  for (const words of broken) console.error(`  ${words}`)
  console.log(JSON.stringify({ name, runs, lost, doubled, corrupt, seed }))
  if (!held(outcome)) process.exitCode = 1
}
