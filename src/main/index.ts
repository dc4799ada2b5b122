// Where Electron begins. Decides between the command line and the window, and reads neither before it must.
import { app } from 'electron'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readCommandLine } from './command-line.ts'
import { forgetDangerousVariables, pryingSwitch } from './environment.ts'
import { settingsPathOf } from './profile-dir.ts'

// Whatever this program writes is its owner's alone (hardening 29).
process.umask(0o077)
forgetDangerousVariables(process.env)

const line = readCommandLine(process.argv, app.isPackaged, process.cwd())
const prying = app.isPackaged ? pryingSwitch(process.argv) : undefined
if (line.userDataDir !== undefined) app.setPath('userData', line.userDataDir)
const userDataDir = app.getPath('userData')
const workerUrl = pathToFileURL(join(import.meta.dirname, 'storage-worker.js'))

if (prying !== undefined) {
  process.stderr.write(`${prying} is refused: this build can't be looked into.\n`)
  app.exit(2)
} else if (line.command !== undefined) {
  const { runCli } = await import('./cli.ts')
  app.exit(await runCli(line.command, workerUrl))
} else if (app.requestSingleInstanceLock()) {
  // Chromium's own files lie apart from the archives.
  app.setPath('sessionData', join(userDataDir, 'window'))
  // Chromium can't sandbox what root starts, and --no-sandbox is root's word only; from anybody else it is not heeded.
  if (!(process.getuid?.() === 0 && app.commandLine.hasSwitch('no-sandbox'))) app.enableSandbox()
  const { start } = await import('./start.ts')
  start({
    userDataDir,
    settingsPath: settingsPathOf(userDataDir),
    statePath: join(userDataDir, 'window.json'),
    preload: join(import.meta.dirname, '..', 'preload', 'index.cjs'),
    rendererFolder: join(import.meta.dirname, '..', 'renderer'),
    workerUrl,
    devUrl: app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL'],
  })
} else {
  app.quit()
}
