// `npm run -s guards [-- NAME]`: takes each guard of transfers and archive away, one at a time, in a copy of the sources, and runs
// the tests that must notice. A guard that nobody misses, or that is not where it was, fails the run.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { repository } from './runtime/repository.ts'
import { script } from './runtime/script.ts'

type Edit = { readonly file: string; readonly find: string; readonly put: string }
type Guard = {
  readonly name: string
  readonly edits: readonly Edit[]
  /** Where the tests are that must notice, and what their names begin with or contain. */
  readonly tests: { readonly file: string; readonly names: string }
}

const engine = (file: string): string => `src/engine/transfers/${file}`
const suite = (file: string): string => `test/suites/transfers/${file}`

const storage = (file: string): string => `src/engine/storage/${file}`

const ofTransfers: readonly Guard[] = [
  {
    name: 'intent write',
    edits: [
      {
        file: engine('register.ts'),
        find: "live.apply({ kind: 'committed', intentAt: ports.clock.now() })",
        put: "live.note({ kind: 'committed', intentAt: ports.clock.now() })",
      },
    ],
    tests: { file: suite('kill-moments.test.ts'), names: 'fault 2, T1.25' },
  },
  {
    name: 'verified once',
    edits: [
      {
        file: storage('tables/transfer-rows.ts'),
        find: "number = ? AND phase NOT IN ('cancelled', 'verified')",
        put: "number = ? AND phase NOT IN ('cancelled')",
      },
    ],
    tests: { file: storage('receipts.test.ts'), names: 'T1.100: a transfer has one receipt' },
  },
  {
    name: 'begun anew at its end',
    edits: [
      {
        file: engine('job-control.ts'),
        find: '    await ends.concluded(numbers.job().id)\n    return',
        put: '    return',
      },
    ],
    tests: { file: suite('control.test.ts'), names: 'T1.68' },
  },
  {
    name: 'settle wait',
    edits: [{ file: engine('settle.ts'), find: 'const settleTimes = 2.5', put: 'const settleTimes = 0' }],
    tests: { file: suite('clock-faults.test.ts'), names: 'T1.28' },
  },
  {
    name: 'wait by this run’s clock',
    edits: [
      {
        file: engine('settle.ts'),
        find: 'left -= pause',
        put: 'left -= pause + tools.context.ports.clock.now() / 1e6',
      },
    ],
    tests: { file: suite('clock-faults.test.ts'), names: 'T1.28' },
  },
  {
    name: 'MD5 on the way up',
    edits: [{ file: engine('blobs.ts'), find: "'content-md5': md5", put: "'x-ms-client-request-id': md5" }],
    tests: { file: suite('upload-faults.test.ts'), names: 'T1.61' },
  },
  {
    name: 'MD5 on the way down',
    edits: [
      { file: engine('fetch-whole.ts'), find: 'fetched.value.md5 !== hashes.md5', put: 'false' },
      { file: engine('fetch-ranges.ts'), find: 'expected !== hashes.value.md5', put: 'false' },
    ],
    tests: { file: suite('blob-faults.test.ts'), names: 'that is another fails the file' },
  },
  {
    name: 'If-None-Match',
    edits: [{ file: engine('blobs.ts'), find: "'if-none-match': '*',", put: '' }],
    tests: { file: suite('storage-faults.test.ts'), names: 'T1.13' },
  },
  {
    name: 'If-Match',
    edits: [{ file: engine('blobs.ts'), find: "{ 'if-match': etag }", put: '{}' }],
    tests: { file: suite('blob-faults.test.ts'), names: 'T1.56' },
  },
  {
    name: 'name without overwriting',
    edits: [
      {
        file: engine('part-file.ts'),
        find: 'await link(part, final)',
        put: 'return await rename(part, final)',
      },
    ],
    tests: { file: suite('blob-faults.test.ts'), names: 'fault 26' },
  },
  {
    name: 'fsync of a small file',
    edits: [{ file: engine('fetch-whole.ts'), find: 'await file.sync()', put: '' }],
    tests: { file: suite('blob-faults.test.ts'), names: 'T1.54' },
  },
  {
    name: 'fsync of a range',
    edits: [{ file: engine('part-file.ts'), find: 'await file.datasync()', put: '' }],
    tests: { file: suite('blob-faults.test.ts'), names: 'T1.54' },
  },
  {
    name: 'fsync of a large file',
    edits: [{ file: engine('fetch-ranges.ts'), find: 'await file.sync()', put: '' }],
    tests: { file: suite('blob-faults.test.ts'), names: 'T1.54' },
  },
  {
    name: 'fsync of a folder',
    edits: [{ file: engine('part-file.ts'), find: 'await handle.sync()', put: '' }],
    tests: { file: suite('blob-faults.test.ts'), names: 'T1.54' },
  },
]

const ofArchive: readonly Guard[] = [
  {
    name: 'reserve for a full disk',
    edits: [
      {
        file: storage('worker.ts'),
        find: '!isJournalFull(error, open) || !freeReserve(open.places)',
        put: 'isJournalFull(error, open)',
      },
    ],
    tests: { file: 'test/suites/archive-disk.test.ts', names: 'fault 35' },
  },
  {
    name: 'closing on a dead disk',
    edits: [
      {
        file: storage('care/open.ts'),
        find: "if (!(error instanceof FailureError) && !(error instanceof Error && 'code' in error)) throw error",
        put: 'throw error',
      },
    ],
    tests: { file: 'test/suites/archive-disk.test.ts', names: 'closes, and opens again' },
  },
  {
    name: 'a key that can’t be read',
    edits: [
      {
        file: 'src/engine/archive-key.ts',
        find: "failure.detail === 'ENOENT' ? ok(undefined) : err(failure)",
        put: 'failure.detail === undefined ? err(failure) : ok(undefined)',
      },
    ],
    tests: { file: 'test/suites/archive-disk.test.ts', names: 'dead at a start' },
  },
  {
    name: 'read-only told apart',
    edits: [{ file: 'src/engine/disk/refusal.ts', find: "case 'EROFS':", put: "case 'EROFS-':" }],
    tests: { file: 'test/suites/archive-disk.test.ts', names: 'fault 37' },
  },
  {
    name: 'words anew at an opening',
    edits: [
      {
        file: storage('care/open.ts'),
        find: 'if (cache.malformed.length > 0) makeWordsAnew(databases, cache.malformed, now)',
        put: 'if (cache.malformed.length > 99) makeWordsAnew(databases, cache.malformed, now)',
      },
    ],
    tests: { file: storage('words-anew.test.ts'), names: 'found at an opening' },
  },
  {
    name: 'words anew when met',
    edits: [{ file: storage('word-care.ts'), find: 'times >= mostTimes', put: 'times >= 0' }],
    tests: { file: storage('words-anew.test.ts'), names: 'met by a' },
  },
  {
    name: 'words looked for',
    edits: [{ file: storage('care/words.ts'), find: 'missing !== undefined || tooMany', put: 'tooMany' }],
    tests: { file: storage('words-anew.test.ts'), names: 'is found out' },
  },
  {
    name: 'words counted',
    edits: [
      {
        file: storage('care/words.ts'),
        find: 'missing !== undefined || tooMany',
        put: 'missing !== undefined',
      },
    ],
    tests: { file: storage('words-anew.test.ts'), names: 'is found out' },
  },
  {
    name: 'a step is a transaction',
    edits: [
      {
        file: storage('migrate.ts'),
        find: 'db.transaction(() => {',
        put: '[0].forEach(() => {',
      },
    ],
    tests: { file: 'test/suites/migration-kill.test.ts', names: 'a kill in every step' },
  },
  {
    name: 'newer refused',
    edits: [{ file: storage('migrate.ts'), find: 'current > newest', put: 'current > newest + 1e6' }],
    tests: { file: 'test/suites/migration-kill.test.ts', names: 'is of a newer version' },
  },
  {
    name: 'key check',
    edits: [
      { file: storage('care/key-check.ts'), find: "? 'right' : 'wrong'", put: "? 'right' : 'unknown'" },
    ],
    tests: { file: 'test/suites/engine.test.ts', names: 'garbage in the keychain' },
  },
  {
    name: 'a refused key parks',
    edits: [
      {
        file: 'src/engine/outbox/sender.ts',
        find: 'patience.park(end.failure)',
        put: 'rests.begin(row.id, 60_000)',
      },
    ],
    tests: { file: 'src/engine/outbox/outbox.test.ts', names: 'fault 42' },
  },
]

const guards: readonly Guard[] = [...ofTransfers, ...ofArchive]

const copySources = async (): Promise<string> => {
  const copy = await mkdtemp(join(tmpdir(), 'foyer-guards-'))
  for (const path of ['src', 'test', 'package.json', 'tsconfig.json', 'vitest.config.ts'])
    await cp(join(repository, path), join(copy, path), { recursive: true })
  await symlink(join(repository, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

/** Applies the edits in a copy; answers how to take them back. */
const takeAway = async (copy: string, guard: Guard): Promise<() => Promise<void>> => {
  const originals = new Map<string, string>()
  for (const { file, find, put } of guard.edits) {
    const path = join(copy, file)
    const text = await readFile(path, 'utf8')
    if (!text.includes(find)) throw new Error(`${guard.name}: ${file} has no “${find}” any more`)
    if (!originals.has(path)) originals.set(path, text)
    await writeFile(path, text.replaceAll(find, put))
  }
  return async () => {
    for (const [path, text] of originals) await writeFile(path, text)
  }
}

type Verdict = { readonly run: number; readonly failed: number }

const runTests = async (copy: string, { file, names }: Guard['tests']): Promise<Verdict> => {
  const report = join(copy, 'report.json')
  await rm(report, { force: true })
  const args = ['run', file, '-t', names, '--reporter=json', `--outputFile=${report}`]
  const vitest = join(copy, 'node_modules/vitest/vitest.mjs')
  const child = spawn(process.execPath, [vitest, ...args], {
    cwd: copy,
    stdio: ['ignore', 'ignore', 'ignore'],
  })
  await once(child, 'exit')
  const { numPassedTests, numFailedTests } = JSON.parse(await readFile(report, 'utf8')) as {
    readonly numPassedTests: number
    readonly numFailedTests: number
  }
  return { run: numPassedTests + numFailedTests, failed: numFailedTests }
}

const verdictOf = (whole: Verdict, without: Verdict): string => {
  if (whole.run === 0) return 'NO TEST OF THAT NAME'
  if (whole.failed > 0) return 'FAILS WITH THE GUARD, TOO'
  return without.failed > 0 ? 'missed' : 'NOBODY MISSES IT'
}

script(async () => {
  const [only] = process.argv.slice(2)
  const asked = guards.filter(({ name }) => only === undefined || name === only)
  if (asked.length === 0) {
    console.error(`Guards: ${guards.map(({ name }) => name).join(', ')}`)
    return 2
  }
  const copy = await copySources()
  let bad = 0
  try {
    for (const guard of asked) {
      const whole = await runTests(copy, guard.tests)
      const putBack = await takeAway(copy, guard)
      const without = await runTests(copy, guard.tests)
      await putBack()
      const verdict = verdictOf(whole, without)
      if (verdict !== 'missed') bad += 1
      const counts = `${without.failed} of ${without.run} tests fail without it`
      console.log(`${guard.name.padEnd(28)}${counts.padEnd(34)}${verdict}`)
    }
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
  console.log(JSON.stringify({ guards: asked.length, unnoticed: bad }))
  return bad === 0 ? 0 : 1
})
