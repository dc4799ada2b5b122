// `npm run e2e`: the windows' tests alone. Arguments go to Playwright (`-- story.e2e.ts`, `-- --grep upload`).
import { prepare } from './runtime/prepare.ts'
import { script } from './runtime/script.ts'
import { runE2e } from './testing/run-suites.ts'

script(async () => {
  await prepare({ headless: true, build: true })
  const counts = await runE2e(process.argv.slice(2))
  return counts.failed === 0 ? 0 : 1
})
