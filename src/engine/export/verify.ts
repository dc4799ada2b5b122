import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import {
  checksumsName,
  type FoundFile,
  isInside,
  type Manifest,
  manifest,
  manifestName,
  standingOf,
} from '../../core/export/manifest.ts'
import { fail } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import { diskFailure, errorCode } from '../transfers/disk-failure.ts'

/** What a check of an export found. Paths are below its folder. */
export type Verification = {
  readonly manifest: Omit<Manifest, 'files'>
  readonly checked: number
  readonly missing: readonly string[]
  readonly changed: readonly string[]
  /** Lies there and the manifest does not know it. */
  readonly extra: readonly string[]
}

/** E1.11: reads every byte of an export again and compares it with the manifest. Nothing is asked of the portal. */
export const verifyExport = async (
  folder: string,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<Result<Verification>> => {
  const read = await readManifest(folder)
  if (!read.ok) return read
  const { files, ...head } = read.value
  const outside = files.find(({ path }) => !isInside(path))
  if (outside !== undefined) return err(fail('integrity', { about: manifestName, detail: 'path' }))
  const missing: string[] = []
  const changed: string[] = []
  for (const [index, file] of files.entries()) {
    if (signal.aborted) return err(fail('cancelled'))
    const standing = standingOf(file, await find(folder, file.path))
    if (standing === 'missing') missing.push(file.path)
    if (standing === 'changed') changed.push(file.path)
    onProgress(index + 1, files.length)
  }
  const known = new Set([...files.map(({ path }) => path), manifestName, checksumsName])
  const extra = (await everythingIn(folder)).filter((path) => !known.has(path))
  return ok({ manifest: head, checked: files.length, missing, changed, extra })
}

const readManifest = async (folder: string): Promise<Result<Manifest>> => {
  let text: string
  try {
    text = await readFile(join(folder, manifestName), 'utf8')
  } catch (error) {
    return err(diskFailure(error, join(folder, manifestName), 'source'))
  }
  const parsed = manifest.safeParse(parseJson(text))
  return parsed.success ? ok(parsed.data) : err(fail('integrity', { about: join(folder, manifestName) }))
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Only plain files count: a link, even one to the right bytes, is not what was exported. */
const find = async (folder: string, path: string): Promise<FoundFile> => {
  const full = join(folder, ...path.split('/'))
  try {
    const { size } = await lstat(full)
    if (!(await isPlain(folder, path))) return null
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(full, { highWaterMark: 1_048_576 }))
      hash.update(chunk as Buffer)
    return { size, sha256: hash.digest('hex') }
  } catch (error) {
    if (errorCode(error) === undefined) throw error
    return null
  }
}

/** No part of the way to it is a link. */
const isPlain = async (folder: string, path: string): Promise<boolean> => {
  const parts = path.split('/')
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const there = await lstat(join(folder, ...parts.slice(0, depth)))
    if (depth < parts.length ? !there.isDirectory() : !there.isFile()) return false
  }
  return true
}

const everythingIn = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
}
