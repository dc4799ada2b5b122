import { createHash } from 'node:crypto'
import { fail } from '../../core/failure.ts'
import type { ExportedMessage } from '../../core/export/message.ts'
import { pageHead, pageMessage, pageStyle, pageTail } from '../../core/export/page.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { SpaceDetail, SpaceId } from '../../core/space.ts'
import type { PortalContext } from '../context.ts'

export type ThreadFormat = 'html' | 'json'

export type Thread = {
  readonly space: string
  /** False when the archive lacks some of the messages; the file says so too. */
  readonly complete: boolean
  readonly pieces: AsyncIterable<string>
}

const pageSize = 500

/** A space's messages as one file, read from the archive page by page (docs/specs/export.md, E2). */
export const readThread = async (
  context: PortalContext,
  spaceId: SpaceId,
  format: ThreadFormat,
): Promise<Result<Thread>> => {
  const { archive, me } = context
  const detail = await archive.run('spaces.detail', { spaceId })
  if (detail === undefined) return err(fail('unknown-space', { about: spaceId }))
  const { complete } = await archive.run('messages.page', { spaceId, before: null, limit: 1, me: me.id })
  const messages = everyMessage(context, spaceId)
  const readAt = detail.messagesAsOf ?? context.ports.clock.now()
  const pieces =
    format === 'html'
      ? asPage(messages, detail, readAt, complete)
      : asJson(messages, detail, readAt, complete)
  return ok({ space: detail.name, complete, pieces })
}

async function* everyMessage({ archive }: PortalContext, spaceId: SpaceId): AsyncGenerator<ExportedMessage> {
  let after: ExportedMessage | null = null
  for (;;) {
    const page: readonly ExportedMessage[] = await archive.run('exports.messages', {
      ...{ spaceId, after, limit: pageSize },
    })
    yield* page
    after = page.at(-1) ?? null
    if (page.length < pageSize) return
  }
}

async function* asPage(
  messages: AsyncIterable<ExportedMessage>,
  detail: SpaceDetail,
  readAt: number,
  complete: boolean,
): AsyncGenerator<string> {
  const styleHash = createHash('sha256').update(pageStyle).digest('base64')
  const facts = { space: detail.name, readAt, members: detail.memberCount, styleHash }
  yield pageHead({ ...facts, partial: !complete })
  let before: ExportedMessage | null = null
  let count = 0
  for await (const message of messages) {
    yield pageMessage(message, before)
    before = message
    count += 1
  }
  yield pageTail(count)
}

async function* asJson(
  messages: AsyncIterable<ExportedMessage>,
  detail: SpaceDetail,
  readAt: number,
  complete: boolean,
): AsyncGenerator<string> {
  const head = {
    format: 'foyer-thread',
    version: 1,
    space: { id: detail.id, name: detail.name },
    asOf: new Date(readAt).toISOString(),
    complete,
  }
  yield `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "messages": [`
  let isFirst = true
  for await (const { at, ...message } of messages) {
    yield `${isFirst ? '' : ','}\n    ${JSON.stringify({ ...message, at: new Date(at).toISOString() })}`
    isFirst = false
  }
  yield isFirst ? ']\n}\n' : '\n  ]\n}\n'
}
