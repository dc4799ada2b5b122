import { z } from 'zod'
import {
  setupId,
  setupSummary,
  setupView,
  spacePattern,
  spaceTemplate,
  spaceTemplateId,
} from '../core/people/space-template.ts'
import { userId } from '../core/person.ts'
import { portalId } from '../core/portal.ts'
import { call, nothing } from './define.ts'

const setup = z.object({ portalId, setupId })

/** Space templates, and spaces set up from them or by hand (P1.25 to P1.30). */
export const setupCalls = {
  'spaceTemplates.list': call(z.object({ portalId }), z.array(spaceTemplate)),
  /** `id` null: a new one. An id that is gone brings the template back. */
  'spaceTemplates.save': call(
    z.object({ portalId, template: spaceTemplate.extend({ id: spaceTemplateId.nullable() }) }),
    spaceTemplate,
  ),
  'spaceTemplates.remove': call(z.object({ portalId, templateId: spaceTemplateId }), nothing),
  /** The dry run: each space as it would be made, and who is left out; nothing is made. */
  'setups.plan': call(
    z.object({
      portalId,
      /** null: a space made by hand. */
      templateId: spaceTemplateId.nullable(),
      title: z.string().trim().min(1).max(255),
      pattern: spacePattern,
      /** Whom the spaces are for; none: one space that is nobody's. */
      people: z.array(userId).max(5_000),
      /** The template's own fields. */
      values: z.record(z.string(), z.string().max(500)),
      existing: z.enum(['leave', 'make']),
      /** Today as a person writes it. */
      date: z.string().max(60),
    }),
    setupView,
  ),
  'setups.list': call(z.object({ portalId }), z.array(setupSummary)),
  'setups.get': call(setup, setupView),
  /** Begins, goes on, and tries refused rows again; `setups` is told of as changed while it runs. */
  'setups.start': call(setup, nothing),
  'setups.pause': call(setup, nothing),
  'setups.remove': call(setup, nothing),
}
