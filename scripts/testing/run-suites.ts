// The two suites of `npm test`, each leaving a report beside what it tells the person.
import { join } from 'node:path'
import { withDesktop } from '../runtime/desktop.ts'
import { repository } from '../runtime/repository.ts'
import { run } from '../runtime/run.ts'
import { clearReports, readE2e, readUnit, reportPath, type Counts } from './reports.ts'

const tool = (path: string): string => join(repository, 'node_modules', path)

/** Vitest over everything that needs no window. */
export const runUnit = async (): Promise<Counts> => {
  await clearReports(reportPath.unit)
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportPath.unit}`]
  const ran = await run(process.execPath, [tool('vitest/vitest.mjs'), ...args], {
    cwd: repository,
    output: 'show',
  })
  return readUnit(ran.code)
}

/** Playwright in real Electron windows, on a virtual display with a real keyring. */
export const runE2e = async (args: readonly string[]): Promise<Counts> => {
  await clearReports(reportPath.e2e)
  const config = join(repository, 'test', 'e2e', 'playwright.config.ts')
  const code = await withDesktop(
    process.execPath,
    [tool('@playwright/test/cli.js'), 'test', '-c', config, '--reporter=list,json', ...args],
    { headless: true, env: { PLAYWRIGHT_JSON_OUTPUT_FILE: reportPath.e2e } },
  )
  return readE2e(code)
}
