import {
  checksumsName,
  type ManifestFile,
  type ManifestHead,
  manifestName,
} from '../../core/export/manifest.ts'
import type { Failure } from '../../core/failure.ts'
import { ok, type Result } from '../../core/result.ts'
import type { Operations } from '../storage/operations.ts'
import type { ExportRecord } from '../storage/tables/exports.ts'
import type { StoredJob } from '../storage/tables/transfer-jobs.ts'
import type { Tools } from '../transfers/tools.ts'
import { clientName } from './client-name.ts'
import { recordPaths } from './records.ts'
import { type Write, writeRecord, type Written } from './record-file.ts'

const treeName = 'tree.json'
const pageSize = 500

type Tallies = {
  folders: number
  files: number
  bytes: number
  missing: { path: string; reason: string }[]
}

/**
 * E1.9: writes the tree, the manifest and the checksums once every file has ended. `complete` is said only when nothing
 * the portal listed is missing. Answers why it could not be written, by path; null when it is.
 */
export const concludeExport = async (
  job: StoredJob,
  tools: Tools,
): Promise<{ readonly path: string; readonly problem: Failure } | null> => {
  const folder = job.target ?? ''
  const records = await tools.context.archive.run('exports.records', { jobId: job.id })
  const tallies: Tallies = { folders: 0, files: 0, bytes: 0, missing: missingRecords(records) }
  const tree = await writeRecord(folder, treeName, (write) => writeTree(job, tools, tallies, write))
  if (!tree.ok) return { path: treeName, problem: tree.error }
  const own: readonly ManifestFile[] = [
    ...records.map(({ path, size, sha256 }) => ({ path, size, sha256 })),
    { path: treeName, size: tree.value.size, sha256: tree.value.sha256 },
  ]
  const head = headOf(job, records, tallies)
  const listed = await writeRecord(folder, manifestName, (write) =>
    writeManifest(head, own, job, tools, write),
  )
  if (!listed.ok) return { path: manifestName, problem: listed.error }
  const sums = await writeRecord(folder, checksumsName, (write) =>
    writeChecksums([...own, { path: manifestName, ...sizeAndHash(listed.value) }], job, tools, write),
  )
  return sums.ok ? null : { path: checksumsName, problem: sums.error }
}

const sizeAndHash = ({ size, sha256 }: Written): Written => ({ size, sha256 })

const missingRecords = (records: readonly ExportRecord[]): Tallies['missing'] => {
  const there = new Set(records.map(({ path }) => path))
  return Object.values(recordPaths)
    .filter((path) => !there.has(path))
    .map((path) => ({ path, reason: 'incomplete' }))
}

const headOf = (job: StoredJob, records: readonly ExportRecord[], tallies: Tallies): ManifestHead => {
  const items = (path: string): number => records.find((record) => record.path === path)?.items ?? 0
  const iso = (at: number): string => new Date(at).toISOString()
  const { missing, ...counts } = tallies
  return {
    ...{ format: 'foyer-export', version: 1, client: clientName, complete: missing.length === 0 },
    space: { id: job.spaceId, name: job.spaceName },
    asOf: {
      from: iso(Math.min(job.createdAt, ...records.map(({ readFrom }) => readFrom))),
      to: iso(Math.max(job.createdAt, ...records.map(({ readTo }) => readTo))),
    },
    counts: { messages: items(recordPaths.messages), members: items(recordPaths.members), ...counts },
    fileVersions: 'newest only',
    missing,
  }
}

/** E1.5: the tree with the portal's own names, each with where it lies here, one entry a line. */
const writeTree = async (
  job: StoredJob,
  tools: Tools,
  tallies: Tallies,
  write: Write,
): Promise<Result<null>> => {
  let first = true
  const line = async (entry: object): Promise<void> => {
    await write(`${first ? '' : ',\n'}${JSON.stringify(entry)}`)
    first = false
  }
  const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())
  await write('[\n')
  for await (const folder of pages(job, tools, 'exports.folders')) {
    tallies.folders += 1
    if (!folder.listed) tallies.missing.push({ path: folder.path, reason: 'incomplete' })
    const { id, parentId, name, path } = folder
    await line({ kind: 'folder', id, parentId, name, createdAt: iso(folder.createdAt), path })
  }
  for await (const file of pages(job, tools, 'exports.files')) {
    if (file.phase !== 'verified' || file.sha256 === null) {
      tallies.missing.push({ path: file.path, reason: file.problem ?? 'cancelled' })
      continue
    }
    tallies.files += 1
    tallies.bytes += file.size
    const { id, parentId, name, path, size, sha256, md5, blob } = file
    await line({
      ...{ kind: 'file', id, parentId, name, createdAt: iso(file.createdAt), size },
      ...{ sha256, md5, blob, path },
    })
  }
  await write('\n]\n')
  return ok(null)
}

/** Pretty to the eye and read line by line: the head, then one file a line. */
const writeManifest = async (
  head: ManifestHead,
  own: readonly ManifestFile[],
  job: StoredJob,
  tools: Tools,
  write: Write,
): Promise<Result<null>> => {
  await write(`${JSON.stringify(head, null, 2).slice(0, -2)},\n  "files": [\n`)
  let first = true
  for await (const file of everyFile(own, job, tools)) {
    await write(`${first ? '' : ',\n'}    ${JSON.stringify(file)}`)
    first = false
  }
  await write('\n  ]\n}\n')
  return ok(null)
}

const writeChecksums = async (
  own: readonly ManifestFile[],
  job: StoredJob,
  tools: Tools,
  write: Write,
): Promise<Result<null>> => {
  for await (const { path, sha256 } of everyFile(own, job, tools)) await write(`${sha256}  ${path}\n`)
  return ok(null)
}

const everyFile = async function* (
  own: readonly ManifestFile[],
  job: StoredJob,
  tools: Tools,
): AsyncGenerator<ManifestFile> {
  yield* own
  for await (const { phase, path, size, sha256 } of pages(job, tools, 'exports.files'))
    if (phase === 'verified' && sha256 !== null) yield { path, size, sha256 }
}

type Pages = 'exports.files' | 'exports.folders'
type Row<Name extends Pages> = ReturnType<Operations[Name]>[number]

const pages = async function* <Name extends Pages>(
  job: StoredJob,
  tools: Tools,
  name: Name,
): AsyncGenerator<Row<Name>> {
  for (let after = -1; ;) {
    const rows: readonly Row<Name>[] = await tools.context.archive.run(name, {
      ...{ jobId: job.id, after, limit: pageSize },
    })
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < pageSize) return
    after = last.number
  }
}
