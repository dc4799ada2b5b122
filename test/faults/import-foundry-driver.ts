// A process of its own that imports people from the stand-in directory: reads, plans, writes, from wherever an earlier
// life left it. `node import-foundry-driver.ts INSTRUCTION`.
import { defaultFoundrySettings } from '../../src/core/foundry/settings.ts'
import { usualChoices } from '../../src/core/people/import-row.ts'
import { createFoundryDesk, foundryAccount } from '../../src/engine/foundry/desk.ts'
import { createImports } from '../../src/engine/people/imports.ts'
import { foundrySource } from '../../src/engine/people/sources.ts'
import { openContext, type Place, settleMs, valueOf } from '../suites/people/world.ts'
import { followFoundryClock } from './foundry-clock.ts'

export type FoundryInstruction = Place & {
  readonly foundry: {
    readonly url: string
    readonly control: string
    readonly clientId: string
    readonly clientSecret: string
  }
  readonly requestsPerMinute: number
}

const instruction = JSON.parse(process.argv[2] ?? '') as FoundryInstruction
const { foundry, requestsPerMinute } = instruction
console.log('working')
const clock = await followFoundryClock(foundry.control)
const context = await openContext(instruction, { clock })
const imports = createImports(context, { settleMs })
const { secrets } = context.ports
const desk = createFoundryDesk(context, secrets)
const { clientId, clientSecret } = foundry
if ((await desk.connection()) === null) {
  valueOf(
    await desk.connect(
      { ...defaultFoundrySettings, baseUrl: foundry.url, requestsPerMinute },
      { clientId, clientSecret },
    ),
  )
} else {
  // The keychain of this process has forgotten what the last one's knew.
  valueOf(await secrets.write(foundryAccount(context.portalId), JSON.stringify({ clientId, clientSecret })))
}

const planned = async () => {
  const [begun] = await imports.list()
  if (begun !== undefined) return begun
  const choice = { locationIds: [], label: null, active: true, groups: 'location' } as const
  const source = valueOf(await foundrySource(desk, choice))
  return valueOf(await imports.plan({ ...source, choices: usualChoices }))
}

const { id } = await planned()
await imports.start(id)
let view = valueOf(await imports.ended(id))
// A portal that was busy for a moment is asked again, as a person would.
for (let tries = 0; tries < 20 && view.state === 'paused'; tries += 1) {
  await imports.start(id)
  view = valueOf(await imports.ended(id))
}
const { state, done, failed, todo } = view
console.log(JSON.stringify({ state, done, failed, todo }))
await imports.close()
await context.close()
