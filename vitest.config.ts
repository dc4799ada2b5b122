import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// Threads and commands, which the tests start by the thousand, read their sources from the cache instead of compiling
// them each time. Set here, so that the processes that run the tests are born with it.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, '.cache/compiled')

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
