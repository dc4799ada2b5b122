// `npm test`: sets the machine up, builds, runs both suites and says the result in one line.
import { prepare } from './runtime/prepare.ts'
import { script } from './runtime/script.ts'
import { clearReports, reportPath, writeSummary, type Counts } from './testing/reports.ts'
import { runE2e, runUnit } from './testing/run-suites.ts'

script(async () => {
  await clearReports(reportPath.summary)
  await prepare({ headless: true, build: true })
  const unit = await runUnit()
  const e2e = await runE2e([])
  const all: Counts = { passed: unit.passed + e2e.passed, failed: unit.failed + e2e.failed }
  await writeSummary(all)
  console.log(`unit ${words(unit)} · e2e ${words(e2e)} · all ${words(all)}`)
  return all.failed === 0 ? 0 : 1
})

const words = (counts: Counts): string => `${counts.passed} passed, ${counts.failed} failed`
