// A process of its own that brings a database to the newest schema and kills itself inside one step, after the step's
// work and before its commit. Arguments: file, key as hex, `cache` or `journal`, the step's version.
import { openDatabase } from '../../src/engine/storage/driver.ts'
import { migrate } from '../../src/engine/storage/migrate.ts'
import { cacheMigrations } from '../../src/engine/storage/migrations/cache.ts'
import { journalMigrations } from '../../src/engine/storage/migrations/journal.ts'

const [path = '', keyHex = '', which = '', version = ''] = process.argv.slice(2)
const migrations = which === 'cache' ? cacheMigrations : journalMigrations
const db = openDatabase({ path, keyHex, synchronous: which === 'cache' ? 'NORMAL' : 'FULL' })
migrate(
  db,
  migrations.map((step) => ({
    ...step,
    up: (into) => {
      step.up(into)
      if (step.version === Number(version)) process.kill(process.pid, 'SIGKILL')
    },
  })),
  path,
)
