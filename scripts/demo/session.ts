// One demo from beginning to end: portal, profile, window. demo.ts starts it where there is a display for it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasKeychain } from '../runtime/desktop.ts'
import { ensureElectron } from '../runtime/electron.ts'
import { rootFlags } from '../runtime/prepare.ts'
import { repository } from '../runtime/repository.ts'
import { script } from '../runtime/script.ts'
import { connect } from './connect.ts'
import { takePictures, type Opening } from './pictures.ts'
import { startPortal, type DemoPortal } from './portal.ts'

// A signal goes to the whole group: portal and window end by it, and this process stays to tidy up after them.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

script(async () => {
  const headless = process.argv.includes('--headless')
  // The portal's state is new each time, so the profile is too: an older archive would speak of another portal.
  const profile = await mkdtemp(join(tmpdir(), 'foyer-demo-'))
  const portal = await startPortal()
  try {
    const env = keychainFor(portal)
    await connect(portal, profile, env)
    const { path } = await ensureElectron()
    const args = [repository, `--user-data-dir=${profile}`, ...rootFlags()]
    const opening: Opening = { electron: path, args, env }
    if (!headless) return await openUntilClosed(opening)
    for (const picture of await takePictures(opening)) console.log(picture)
    return 0
  } finally {
    await portal.stop()
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
})

const keychainFor = (portal: DemoPortal): NodeJS.ProcessEnv =>
  hasKeychain() ? process.env : { ...process.env, FOYER_KEYCHAIN: 'memory', FOYER_API_KEY: portal.key }

const openUntilClosed = async (opening: Opening): Promise<number> => {
  console.log('The demo is open; close its window to end it.')
  const app = spawn(opening.electron, opening.args, { cwd: repository, env: opening.env, stdio: 'inherit' })
  const [code] = (await once(app, 'exit')) as [number | null]
  return code ?? 1
}
