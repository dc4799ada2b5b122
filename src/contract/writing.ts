import { z } from 'zod'
import { portalId } from '../core/portal.ts'
import { spaceId } from '../core/space.ts'
import { mailingDraft, mailingId, mailingSummary, mailingView } from '../core/writing/mailing.ts'
import { template, templateId } from '../core/writing/template.ts'
import { call } from './define.ts'

const mailing = z.object({ portalId, mailingId })

/** Templates, and one message to many spaces (O1.19 to O1.23). */
export const writingCalls = {
  'templates.list': call(z.object({ portalId }), z.array(template)),
  /** `id` null: a new one. An id that is gone brings the template back. */
  'templates.save': call(
    z.object({ portalId, template: template.extend({ id: templateId.nullable() }) }),
    template,
  ),
  'templates.remove': call(z.object({ portalId, templateId }), z.undefined()),

  'mailings.list': call(z.object({ portalId }), z.array(mailingSummary)),
  'mailings.get': call(mailing, mailingView),
  /** Each space's own text, and who is left out; nothing is sent. `date` is today as a person writes it. */
  'mailings.plan': call(
    z.object({
      portalId,
      body: z.string().trim().min(1).max(20_000),
      spaceIds: z.array(spaceId).min(1).max(5000),
      date: z.string().max(60),
    }),
    mailingView,
  ),
  /** O1.26: what is being written; empty where nothing is. */
  'mailings.draft': call(z.object({ portalId }), mailingDraft),
  'mailings.keepDraft': call(z.object({ portalId, draft: mailingDraft }), z.undefined()),
  /** Begins, or goes on with what was stopped; never twice to a space. */
  'mailings.start': call(mailing, mailingView),
  /** Takes back what was not begun. */
  'mailings.stop': call(mailing, mailingView),
  /** `invalid` while something of it is on its way. */
  'mailings.remove': call(mailing, z.undefined()),
}
