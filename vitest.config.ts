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
    // Archives' threads come and go in one process, which V8 does not survive each time (src/engine/node/wasm.ts).
    execArgv: ['--no-wasm-code-gc'],
    testTimeout: 90_000,
    hookTimeout: 90_000,
    // An unhandled rejection anywhere fails the run (hardening 36).
    dangerouslyIgnoreUnhandledErrors: false,
  },
})
