// `npm run screenshots`: takes the pictures of the README and of design reviews from the built app, unseen.
import { join } from 'node:path'
import { withDesktop } from './runtime/desktop.ts'
import { prepare } from './runtime/prepare.ts'
import { repository } from './runtime/repository.ts'
import { script } from './runtime/script.ts'

script(async () => {
  await prepare({ headless: true, build: true })
  const pictures = join(repository, 'test', 'e2e', 'screenshots.ts')
  return withDesktop(process.execPath, [pictures, ...process.argv.slice(2)], { headless: true })
})
