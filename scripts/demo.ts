// `npm run demo`: the client connected to a test portal full of a believable firm. With `-- --headless` it needs
// no display and leaves a picture of the inbox in screenshots/.
import { fileURLToPath } from 'node:url'
import { hasDesktop, withDesktop } from './runtime/desktop.ts'
import { prepare } from './runtime/prepare.ts'
import { script } from './runtime/script.ts'

script(async () => {
  const headless = process.argv.includes('--headless')
  if (!headless && !hasDesktop()) {
    console.error('There is no display to show a window on. Try: npm run demo -- --headless')
    return 1
  }
  await prepare({ headless, build: true })
  const session = fileURLToPath(new URL('./demo/session.ts', import.meta.url))
  return withDesktop(process.execPath, [session, ...(headless ? ['--headless'] : [])], { headless })
})
