// `npm run -s bench -- NAME [--files N] [--mebibytes N] [--floor] [--archive million] [--json]`: measurements, each beside its peer in one run.
import { parseArgs } from 'node:util'
import { withDesktop } from '../../scripts/runtime/desktop.ts'
import { prepare } from '../../scripts/runtime/prepare.ts'
import { mainThread } from './main-thread.ts'
import type { Measured } from './measured.ts'
import { memory } from './memory.ts'
import { openSpace } from './open-space.ts'
import { panel } from './panel.ts'
import { scrolling } from './scroll.ts'
import { search } from './search.ts'
import { start, startMillion } from './start.ts'
import { sync } from './sync.ts'
import { growth } from './uploads/growth.ts'
import { uploadLarge, uploadSmall } from './uploads/uploads.ts'
import { walk } from './uploads/walk.ts'

type Options = {
  readonly files: number
  readonly mebibytes: number
  readonly floor: boolean
  readonly verbose: boolean
  readonly archive: 'office' | 'million'
}

/** `desk`: needs the window, and so a display, a keyring and a build. */
type Bench = {
  readonly desk: boolean
  readonly run: (options: Options) => Promise<readonly Measured[]>
}

const benches: Readonly<Record<string, Bench>> = {
  start: {
    desk: true,
    run: async ({ archive }) => {
      switch (archive) {
        case 'office':
          return start()
        case 'million':
          return startMillion()
      }
    },
  },
  'main-thread': { desk: true, run: mainThread },
  panel: { desk: true, run: panel },
  'upload-small': { desk: false, run: ({ files, floor }) => uploadSmall(files, floor) },
  'upload-large': { desk: false, run: ({ mebibytes }) => uploadLarge(mebibytes) },
  growth: { desk: false, run: growth },
  walk: { desk: false, run: ({ files }) => walk(files) },
  search: { desk: false, run: search },
  'open-space': { desk: false, run: openSpace },
  sync: { desk: false, run: sync },
  scroll: { desk: true, run: scrolling },
  memory: { desk: true, run: memory },
}

const usage = `Usage: npm run -s bench -- ${Object.keys(benches).join('|')} [--files N] [--mebibytes N] [--floor] [--archive office|million] [--verbose] [--json]`

const { values, positionals } = parseArgs({
  options: {
    json: { type: 'boolean' },
    // --here: this process already has a display and a keyring of its own.
    here: { type: 'boolean' },
    // upload-small and walk: how many files; upload-small alone: plain PUTs as a second peer.
    files: { type: 'string', default: '20000' },
    // upload-large alone: the size of its file.
    mebibytes: { type: 'string', default: '4096' },
    floor: { type: 'boolean', default: false },
    // start alone: whose archive is opened; million: against an empty one.
    archive: { type: 'string', default: 'office' },
    // search alone: the slowest ones by name, on standard error.
    verbose: { type: 'boolean', default: false },
  },
  allowPositionals: true,
})

const print = ({ name, ours, peer, ratio, unit, n }: Measured): void => {
  if (values.json === true) console.log(JSON.stringify({ name, ours, peer, ratio, unit, n }))
  else console.log(`${name}: ours ${ours} ${unit}, peer ${peer} ${unit}, ratio ${ratio} (n=${n})`)
}

const name = positionals[0] ?? ''
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined
const archive = values.archive === 'office' || values.archive === 'million' ? values.archive : undefined
const isCount = (text: string): boolean => /^[1-9]\d{0,6}$/.test(text)
if (bench === undefined || archive === undefined || !isCount(values.files) || !isCount(values.mebibytes)) {
  console.error(usage)
  process.exitCode = 2
} else if (values.here === true || !bench.desk) {
  const options: Options = {
    files: Number(values.files),
    mebibytes: Number(values.mebibytes),
    floor: values.floor,
    verbose: values.verbose,
    archive,
  }
  for (const result of await bench.run(options)) print(result)
} else {
  await prepare({ headless: true, build: true })
  const again = [import.meta.filename, ...process.argv.slice(2), '--here']
  process.exitCode = await withDesktop(process.execPath, again, { headless: true })
}
