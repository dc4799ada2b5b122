import { defineConfig } from '@playwright/test'

// The real app, one window at a time: two Electron windows and Azurite on two cores would only wait for each other.
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  // Only for what hangs: on a busy machine anything may take several times as long as it should.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  outputDir: '../../test-results/e2e',
  reporter: [['list'], ['json', { outputFile: '../../test-results/e2e.json' }]],
})
