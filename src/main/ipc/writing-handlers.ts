import type { z } from 'zod'
import type { CallName, Calls } from '../../contract/index.ts'
import type { PortalId } from '../../core/portal.ts'
import { ok, type Result } from '../../core/result.ts'
import { templateId } from '../../core/writing/template.ts'
import type { PortalEngine } from '../../engine/portal.ts'

type Input<K extends CallName> = z.output<Calls[K]['input']>

export type WritingDesk = {
  readonly withPortal: <T>(
    id: PortalId,
    work: (portal: PortalEngine) => Promise<Result<T>>,
  ) => Promise<Result<T>>
  readonly uuid: () => string
  readonly undoMs: () => number
  readonly saveText: (
    name: string,
    pieces: AsyncIterable<string>,
  ) => Promise<Result<{ readonly saved: boolean }>>
}

const empty = (answer: Result<unknown>): Result<undefined> => (answer.ok ? ok(undefined) : answer)

const nothing = async (answer: Promise<Result<unknown>>): Promise<Result<undefined>> => empty(await answer)

/** The calls of writing: changes before a message goes, templates, audiences, threads and mailings. */
export const createWritingHandlers = ({ withPortal, uuid, undoMs, saveText }: WritingDesk) => ({
  'messages.edit': ({ portalId, outboxId, content, sendAt }: Input<'messages.edit'>) =>
    nothing(withPortal(portalId, (portal) => portal.messages.edit(outboxId, { content, sendAt }))),
  'messages.hold': ({ portalId, outboxId, held }: Input<'messages.hold'>) =>
    withPortal(portalId, async (portal) => {
      if (held) return empty(await portal.messages.hold(outboxId))
      portal.messages.release(outboxId)
      return ok(undefined)
    }),
  'messages.keepEdit': ({ portalId, outboxId, spaceId, content }: Input<'messages.keepEdit'>) =>
    nothing(withPortal(portalId, (portal) => portal.messages.keepEdit(outboxId, spaceId, content))),
  'messages.remove': ({ portalId, spaceId, messageId }: Input<'messages.remove'>) =>
    nothing(withPortal(portalId, (portal) => portal.removals.remove(spaceId, messageId, undoMs()))),
  'messages.undoRemove': ({ portalId, messageId }: Input<'messages.undoRemove'>) =>
    nothing(withPortal(portalId, (portal) => portal.removals.undo(messageId))),
  'messages.resolveRemoval': ({ portalId, messageId, action }: Input<'messages.resolveRemoval'>) =>
    nothing(withPortal(portalId, (portal) => portal.removals.resolve(messageId, action))),
  'messages.removals': ({ portalId, spaceId }: Input<'messages.removals'>) =>
    withPortal(portalId, async (portal) => ok(await portal.removals.ofSpace(spaceId))),
  'messages.audience': ({ portalId, spaceId }: Input<'messages.audience'>) =>
    withPortal(portalId, async (portal) => ok(await portal.messages.audience(spaceId))),
  'messages.export': ({ portalId, spaceId, format }: Input<'messages.export'>) =>
    withPortal(portalId, async (portal) => {
      const thread = await portal.messages.thread(spaceId, format)
      if (!thread.ok) return thread
      // A name for a person to change; the dialog refuses what the system can't take.
      const name = thread.value.space
        .replace(/[^\p{L}\p{N} ._-]/gu, ' ')
        .trim()
        .slice(0, 80)
      return saveText(`${name === '' ? 'messages' : name}.${format}`, thread.value.pieces)
    }),
  'templates.list': ({ portalId }: Input<'templates.list'>) =>
    withPortal(portalId, async (portal) => ok(await portal.templates.list())),
  'templates.save': ({ portalId, template }: Input<'templates.save'>) =>
    withPortal(portalId, async (portal) => {
      const saved = { ...template, id: template.id ?? templateId.parse(uuid()) }
      await portal.templates.save(saved)
      return ok(saved)
    }),
  'templates.remove': ({ portalId, templateId: id }: Input<'templates.remove'>) =>
    withPortal(portalId, async (portal) => {
      await portal.templates.remove(id)
      return ok(undefined)
    }),
  'mailings.list': ({ portalId }: Input<'mailings.list'>) =>
    withPortal(portalId, async (portal) => ok(await portal.mailings.list())),
  'mailings.get': ({ portalId, mailingId }: Input<'mailings.get'>) =>
    withPortal(portalId, (portal) => portal.mailings.get(mailingId)),
  'mailings.plan': ({ portalId, ...plan }: Input<'mailings.plan'>) =>
    withPortal(portalId, async (portal) =>
      ok(await portal.mailings.plan({ ...plan, me: portal.portal().me.name })),
    ),
  'mailings.draft': ({ portalId }: Input<'mailings.draft'>) =>
    withPortal(portalId, async (portal) => ok(await portal.mailings.draft.get())),
  'mailings.keepDraft': ({ portalId, draft }: Input<'mailings.keepDraft'>) =>
    withPortal(portalId, async (portal) => {
      await portal.mailings.draft.keep(draft)
      return ok(undefined)
    }),
  'mailings.start': ({ portalId, mailingId }: Input<'mailings.start'>) =>
    withPortal(portalId, (portal) => portal.mailings.start(mailingId, undoMs())),
  'mailings.stop': ({ portalId, mailingId }: Input<'mailings.stop'>) =>
    withPortal(portalId, (portal) => portal.mailings.stop(mailingId)),
  'mailings.remove': ({ portalId, mailingId }: Input<'mailings.remove'>) =>
    nothing(withPortal(portalId, (portal) => portal.mailings.remove(mailingId))),
})
