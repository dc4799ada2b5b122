// A process of its own with the engine in it, so that it can be killed at any moment: `node driver.ts INSTRUCTION`.
// Prints `working` once its archive is open, and at the job's end the job's numbers as JSON.
import { keepAcknowledged } from './blocks-again.ts'
import { type Death, dying } from './dying.ts'
import { openEngine, type Place } from './engine.ts'
import { type Job, runJob } from './job.ts'

export type Instruction = Place & { readonly job: Job; readonly death: Death | null }

const { job, death, ...place } = JSON.parse(process.argv[2] ?? '') as Instruction
const engine = await openEngine(place, {
  through: (http) => dying(http, death),
  journaled: (rows) => keepAcknowledged(place.folder, rows),
})
console.log('working')
const { state, files, problems } = await runJob(engine, job)
console.log(JSON.stringify({ state, files, problems }))
await engine.close()
