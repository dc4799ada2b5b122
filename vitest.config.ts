import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'src/**/*.test.ts',
      'test/portal/**/*.test.ts',
      'test/foundry/**/*.test.ts',
      'test/suites/**/*.test.ts',
      'test/simulation/**/*.test.ts',
    ],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // An unhandled rejection anywhere fails the run (hardening 36).
    dangerouslyIgnoreUnhandledErrors: false,
  },
})
