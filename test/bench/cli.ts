// `npm run -s bench -- NAME [--json]`: measurements, each side by side with its peer in one run.
import { parseArgs } from 'node:util'
import { withDesktop } from '../../scripts/runtime/desktop.ts'
import { prepare } from '../../scripts/runtime/prepare.ts'
import { mainThread } from './main-thread.ts'
import type { Measured } from './measured.ts'
import { panel } from './panel.ts'
import { start } from './start.ts'

const benches: Readonly<Record<string, () => Promise<readonly Measured[]>>> = {
  start,
  'main-thread': mainThread,
  panel,
}

const { values, positionals } = parseArgs({
  // --here: this process already has a display and a keyring of its own.
  options: { json: { type: 'boolean' }, here: { type: 'boolean' } },
  allowPositionals: true,
})

const print = ({ name, ours, peer, ratio, unit, n }: Measured): void => {
  if (values.json === true) console.log(JSON.stringify({ name, ours, peer, ratio, unit, n }))
  else console.log(`${name}: ours ${ours} ${unit}, peer ${peer} ${unit}, ratio ${ratio} (n=${n})`)
}

const bench = benches[positionals[0] ?? '']
if (bench === undefined) {
  console.error(`Usage: npm run -s bench -- ${Object.keys(benches).join('|')} [--json]`)
  process.exitCode = 2
} else if (values.here === true) {
  for (const result of await bench()) print(result)
} else {
  await prepare({ headless: true, build: true })
  const again = [import.meta.filename, ...process.argv.slice(2), '--here']
  process.exitCode = await withDesktop(process.execPath, again, { headless: true })
}
