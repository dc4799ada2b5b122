// Where the suites leave their counts, and how they are read. Outside Playwright's output folder, which it empties.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { repository } from '../runtime/repository.ts'

const folder = join(repository, '.cache', 'reports')

export const reportPath = {
  unit: join(folder, 'unit.json'),
  e2e: join(folder, 'e2e.json'),
  summary: join(folder, 'summary.json'),
} as const

export type Counts = { readonly passed: number; readonly failed: number }

/** Removes earlier reports, so that a suite that did not run is never counted by an old one. */
export const clearReports = async (...paths: readonly string[]): Promise<void> => {
  await mkdir(folder, { recursive: true })
  for (const path of paths) await rm(path, { force: true })
}

/** Vitest's JSON report: counts of single tests. */
export const readUnit = async (exitCode: number): Promise<Counts> => {
  const report = await readReport(reportPath.unit)
  return honest(
    { passed: count(report['numPassedTests']), failed: count(report['numFailedTests']) },
    exitCode,
  )
}

/** Playwright's JSON report. A flaky test passed on a retry; it counts as failed here. */
export const readE2e = async (exitCode: number): Promise<Counts> => {
  const { stats } = await readReport(reportPath.e2e)
  const found = (typeof stats === 'object' && stats !== null ? stats : {}) as Record<string, unknown>
  return honest(
    { passed: count(found['expected']), failed: count(found['unexpected']) + count(found['flaky']) },
    exitCode,
  )
}

export const writeSummary = async (counts: Counts): Promise<void> => {
  await mkdir(dirname(reportPath.summary), { recursive: true })
  await writeFile(reportPath.summary, JSON.stringify(counts))
}

// A suite that ran nothing, or broke outside any test (a file that does not load, an unhandled rejection), failed.
const honest = (counts: Counts, exitCode: number): Counts =>
  counts.failed === 0 && (exitCode !== 0 || counts.passed === 0) ? { ...counts, failed: 1 } : counts

const count = (value: unknown): number => (typeof value === 'number' ? value : 0)

const readReport = async (path: string): Promise<Record<string, unknown>> => {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>
  } catch {
    // No report, or half of one: the counts come out as nothing ran, which fails.
    return {}
  }
}
