// A process of its own that imports people, so that it can be killed at any moment: `node import-driver.ts INSTRUCTION`.
import { createImports } from '../../src/engine/people/imports.ts'
import type { ImportId } from '../../src/core/people/import-views.ts'
import { openContext, type Place, settleMs } from '../suites/people/world.ts'

const instruction = JSON.parse(process.argv[2] ?? '') as Place & { readonly importId: string }
const context = await openContext(instruction)
const imports = createImports(context, { settleMs: 2 * settleMs })
console.log('working')
const id = instruction.importId as ImportId
await imports.start(id)
let view = await imports.ended(id)
// A portal that was busy for a moment is asked again, as a person would.
for (let tries = 0; tries < 20 && view.ok && view.value.state === 'paused'; tries += 1) {
  await imports.start(id)
  view = await imports.ended(id)
}
console.log(
  JSON.stringify(
    view.ok ? { state: view.value.state, done: view.value.done, failed: view.value.failed } : view,
  ),
)
await imports.close()
await context.close()
