import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fail } from '../../core/failure.ts'
import type { File, FileId } from '../../core/file.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import { largestDrag } from '../../core/transfers/drag.ts'
import { nameKey, safeName, uniqueName } from '../../core/transfers/names.ts'
import { diskFailure } from './disk-failure.ts'
import { fetchFile } from './fetch-bytes.ts'
import { markDownloaded } from './quarantine.ts'
import type { Tools } from './tools.ts'

export type LooseInput = {
  readonly spaceId: SpaceId
  readonly fileIds: readonly FileId[]
  /** A new folder, absolute. */
  readonly into: string
}

/**
 * T1.75: a few small files, fetched at once without a job: for a drag, which can't wait. Length and MD5 are checked
 * before anything is written. Answers their paths.
 */
export const fetchLoose = async (
  { spaceId, fileIds, into }: LooseInput,
  tools: Tools,
  signal: AbortSignal,
): Promise<Result<readonly string[]>> => {
  const files: File[] = []
  for (const id of new Set(fileIds)) {
    const file = await tools.context.foyer.files.get(spaceId, id, { signal })
    if (!file.ok) return file
    if (file.value.isFolder) return err(fail('not-a-file', { about: file.value.name }))
    files.push(file.value)
  }
  const needed = files.reduce((bytes, { size }) => bytes + size, 0)
  if (needed > largestDrag) {
    const about = files.length === 1 ? files[0]?.name : undefined
    return err(fail('too-large', about === undefined ? {} : { about }))
  }
  const taken = new Set<string>()
  const paths: string[] = []
  try {
    await mkdir(into, { recursive: true, mode: 0o700 })
    for (const file of files) {
      const bytes = await fetchFile(file, spaceId, tools, signal)
      if (!bytes.ok) return bytes
      const name = uniqueName(safeName(file.name, tools.options.platform), taken)
      taken.add(nameKey(name))
      const path = join(into, name)
      await writeFile(path, bytes.value, { flag: 'wx', mode: 0o600 })
      await markDownloaded(path, tools.context.ports)
      paths.push(path)
    }
    return ok(paths)
  } catch (error) {
    return err(diskFailure(error, into, 'target'))
  }
}
