// Builds the app with electron-vite when its output is absent or older than what it is made from.
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { repository } from './repository.ts'
import { run } from './run.ts'

const inputs = ['src', 'resources', 'electron.vite.config.ts', 'package.json', 'package-lock.json']
// The first and the last thing a build writes: a build that broke off half-way leaves one of them old.
const outputs = ['out/main/index.js', 'out/renderer/index.html']

/** Leaves a fresh build in `out/`. Throws with the builder's words when it fails. */
export const ensureBuilt = async (): Promise<void> => {
  const built = Math.min(...(await Promise.all(outputs.map((path) => changedAt(join(repository, path), 0)))))
  const changed = Math.max(...(await Promise.all(inputs.map((path) => newestIn(join(repository, path))))))
  if (built > changed) return
  console.error('Building …')
  const builder = join(repository, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const ran = await run(process.execPath, [builder, 'build', '--logLevel', 'warn'], { cwd: repository })
  if (ran.code !== 0) throw new Error(`The build failed:\n${ran.stdout}${ran.stderr}`)
}

const changedAt = (path: string, absent: number): Promise<number> =>
  stat(path).then(
    (found) => found.mtimeMs,
    () => absent,
  )

const newestIn = async (path: string): Promise<number> => {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) return 0
  if (!found.isDirectory()) return found.mtimeMs
  const names = await readdir(path, { recursive: true })
  const sources = names.filter((name) => !/\.test\.tsx?$/.test(name))
  return Math.max(0, ...(await Promise.all(sources.map((name) => changedAt(join(path, name), 0)))))
}
