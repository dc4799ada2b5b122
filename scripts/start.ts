// `npm start`: the built app on the person's own profile. Arguments go to the app.
import { hasDesktop, withDesktop } from './runtime/desktop.ts'
import { prepare, rootFlags } from './runtime/prepare.ts'
import { repository } from './runtime/repository.ts'
import { script } from './runtime/script.ts'

script(async () => {
  if (!hasDesktop()) {
    console.error('There is no display to show a window on. `npm run demo -- --headless` needs none.')
    return 1
  }
  const { electron } = await prepare({ headless: false, build: true })
  return withDesktop(electron, [repository, ...rootFlags(), ...process.argv.slice(2)], { headless: false })
})
