// `npm run dev`: electron-vite with hot reload. Arguments go to electron-vite (after `--`, to the app).
import { join } from 'node:path'
import { hasDesktop, withDesktop } from './runtime/desktop.ts'
import { prepare, rootFlags } from './runtime/prepare.ts'
import { repository } from './runtime/repository.ts'
import { script } from './runtime/script.ts'

script(async () => {
  if (!hasDesktop()) {
    console.error('There is no display to show a window on. Set DISPLAY, for instance to that of an Xvfb.')
    return 1
  }
  await prepare({ headless: false, build: false })
  const builder = join(repository, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const asRoot = rootFlags().length > 0 ? ['--noSandbox'] : []
  return withDesktop(process.execPath, [builder, 'dev', ...asRoot, ...process.argv.slice(2)], {
    headless: false,
  })
})
