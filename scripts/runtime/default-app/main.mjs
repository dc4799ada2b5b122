// What Electron runs for `electron PATH` when its own default_app.asar is missing (see electron-fallback.ts).
// It is an ES module with top-level await, as Electron's own: only so does `ready` wait for the target's main.
import { app } from 'electron'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire, Module } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const { preloads, target } = readArguments(process.argv.slice(1))
if (target === undefined) {
  console.log(`Electron ${process.versions.electron}: give the path of an app`)
  app.exit(2)
} else if (target === '--version') {
  console.log(`v${process.versions.electron}`)
  app.exit(0)
} else {
  Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true })
  // Playwright passes its loader by `-r`.
  if (preloads.length > 0) Module._preloadModules(preloads)
  await import(pathToFileURL(enter(resolve(target))).href)
}

function readArguments(args) {
  const preloads = []
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index]
    if (argument === '--version' || argument === '-v') return { preloads, target: '--version' }
    if (argument === '-r' || argument === '--require') preloads.push(args[(index += 1)])
    else if (argument.startsWith('--app=')) return { preloads, target: argument.slice('--app='.length) }
    else if (!argument.startsWith('-')) return { preloads, target: argument }
  }
  return { preloads, target: undefined }
}

/** Takes over the target's identity and returns the path of its main file. */
function enter(path) {
  const manifest = join(path, 'package.json')
  const main = createRequire(manifest).resolve(path)
  if (!existsSync(manifest)) {
    app.setAppPath(dirname(main))
    return main
  }
  const { name, productName, version, desktopName } = JSON.parse(readFileSync(manifest, 'utf8'))
  if (version !== undefined) app.setVersion(version)
  if ((productName ?? name) !== undefined) app.setName(productName ?? name)
  if (process.platform === 'linux') app.setDesktopName(desktopName ?? `${app.getName()}.desktop`)
  app.setAppPath(path)
  // Electron fixed userData from the name of this default app before the target's name was known.
  const chosen = app.commandLine.getSwitchValue('user-data-dir')
  app.setPath('userData', chosen === '' ? join(app.getPath('appData'), app.getName()) : resolve(chosen))
  return main
}
