import { createHash } from 'node:crypto'
import { type Failure } from '../../core/failure.ts'
import type { ExportedMessage } from '../../core/export/message.ts'
import { pageHead, pageMessage, pageStyle, pageTail } from '../../core/export/page.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import type { PortalContext } from '../context.ts'
import type { StoredJob } from '../storage/tables/transfer-jobs.ts'
import { isAborted } from '../transfers/aborted.ts'
import type { Tools } from '../transfers/tools.ts'
import { readMembers, readMessages } from './read-space.ts'
import { type Write, writeRecord } from './record-file.ts'

/** What an export writes besides the portal's files, by path. */
export const recordPaths = {
  members: 'members.json',
  messages: 'messages.jsonl',
  page: 'messages.html',
} as const

/**
 * E1.2, E1.8: reads and writes what is not written yet. Each failure is told by the path that is missing; an export that
 * was interrupted goes on with the next record.
 */
export const writeRecords = async (
  job: StoredJob,
  tools: Tools,
  signal: AbortSignal,
): Promise<readonly { readonly path: string; readonly problem: Failure }[]> => {
  const { archive } = tools.context
  const done = new Set((await archive.run('exports.records', { jobId: job.id })).map(({ path }) => path))
  const missing: { path: string; problem: Failure }[] = []
  if (!done.has(recordPaths.members)) {
    const written = await writeMembers(job, tools, signal)
    if (!written.ok) missing.push({ path: recordPaths.members, problem: written.error })
  }
  if (isAborted(signal)) return []
  if (!done.has(recordPaths.messages) || !done.has(recordPaths.page)) {
    const written = await writeMessages(job, tools, signal)
    if (!written.ok) missing.push({ path: recordPaths.messages, problem: written.error })
  }
  return isAborted(signal) ? [] : missing
}

type Counted = { readonly items: number; readonly from: number; readonly to: number }

const keep = async (
  job: StoredJob,
  path: string,
  { archive }: PortalContext,
  produce: (write: Write) => Promise<Result<Counted>>,
): Promise<Result<void>> => {
  const written = await writeRecord(job.target ?? '', path, produce)
  if (!written.ok) return written
  const { size, sha256, value } = written.value
  const { items, from, to } = value
  const record = { path, size, sha256, items, readFrom: from, readTo: to }
  await archive.run('exports.recorded', { jobId: job.id, record })
  return ok(undefined)
}

const writeMembers = async (job: StoredJob, tools: Tools, signal: AbortSignal): Promise<Result<void>> => {
  const { context, gate } = tools
  const read = await gate.run(() => readMembers(context, job.spaceId as SpaceId, signal), signal)
  if (!read.ok) return read
  const { value: space, from, to } = read.value
  const members = space.members.map(({ id, name, email, role, through }) => ({
    ...{ id, name, email, role },
    // Empty: a member in person.
    throughGroups: through,
  }))
  return keep(job, recordPaths.members, context, async (write) => {
    await write(`${JSON.stringify({ space: { id: space.id, name: space.name }, members }, null, 2)}\n`)
    return ok({ items: members.length, from, to })
  })
}

const writeMessages = async (job: StoredJob, tools: Tools, signal: AbortSignal): Promise<Result<void>> => {
  const { context, gate } = tools
  const spaceId = job.spaceId as SpaceId
  const read = await gate.run(() => readMessages(context, spaceId, signal), signal)
  if (!read.ok) return read
  const { from, to } = read.value
  const lines = await keep(job, recordPaths.messages, context, async (write) => {
    const items = await eachMessage(context, spaceId, signal, async (message) => {
      const { at, ...rest } = message
      await write(`${JSON.stringify({ ...rest, createdAt: new Date(at).toISOString() })}\n`)
    })
    return items.ok ? ok({ items: items.value, from, to }) : items
  })
  if (!lines.ok) return lines
  const detail = await context.archive.run('spaces.detail', { spaceId })
  const facts = {
    ...{ space: detail?.name ?? job.spaceName, readAt: from, members: detail?.memberCount ?? 0 },
    styleHash: createHash('sha256').update(pageStyle).digest('base64'),
  }
  return keep(job, recordPaths.page, context, async (write) => {
    await write(pageHead(facts))
    const items = await eachMessage(context, spaceId, signal, (message, before) =>
      write(pageMessage(message, before)),
    )
    if (!items.ok) return items
    await write(pageTail(items.value))
    return ok({ items: items.value, from, to })
  })
}

const pageSize = 200

/** Every message of a space in the archive, oldest first, a page at a time. Answers how many there were. */
const eachMessage = async (
  { archive }: PortalContext,
  spaceId: SpaceId,
  signal: AbortSignal,
  take: (message: ExportedMessage, before: ExportedMessage | null) => Promise<void>,
): Promise<Result<number>> => {
  let count = 0
  let before: ExportedMessage | null = null
  for (;;) {
    if (isAborted(signal)) return err({ code: 'cancelled' })
    const after: { at: number; id: string } | null = before === null ? null : { at: before.at, id: before.id }
    const page: readonly ExportedMessage[] = await archive.run('exports.messages', {
      ...{ spaceId, after, limit: pageSize },
    })
    for (const message of page) {
      await take(message, before)
      before = message
    }
    count += page.length
    if (page.length < pageSize) return ok(count)
  }
}
