import { z } from 'zod'
import { app, appId } from '../core/app.ts'
import { config } from '../core/customizations/config-schema.ts'
import { tablePreview } from '../core/customizations/table-preview.ts'
import { tableMapping } from '../core/customizations/table.ts'
import { trainingStatus } from '../core/customizations/training.ts'
import {
  changeKind,
  customizationChangeView,
  customizationJobId,
  customizationJobView,
  customizationView,
  savedCustomization,
  trainingView,
} from '../core/customizations/views.ts'
import { userId } from '../core/person.ts'
import { portalId } from '../core/portal.ts'
import { dropId } from '../core/transfers/views.ts'
import { call } from './define.ts'

const job = z.object({ portalId, jobId: customizationJobId })
const page = { offset: z.number().int().min(0), limit: z.number().int().min(1).max(500) }
const changes = z.object({ changes: z.array(customizationChangeView), total: z.number() })
/** A file that was picked or dropped, or what was pasted. */
const source = z.union([z.object({ dropId }), z.object({ text: z.string().min(1).max(4_000_000) })])

/** Apps, what they are for single people, and training status (C1). */
export const appCalls = {
  /** Asked of the portal. */
  'apps.list': call(z.object({ portalId }), z.array(app)),
  /** Asked of the portal; `config` null where nobody set one. */
  'customizations.read': call(z.object({ portalId, appId, userId }), customizationView),
  /** C1.5: from what was shown to what is wanted; `changed` where somebody was quicker. */
  'customizations.save': call(
    z.object({ portalId, appId, userId, before: config.nullable(), after: config.nullable() }),
    savedCustomization,
  ),
  'customizations.previewTable': call(z.object({ portalId, source }), tablePreview),
  /** C1.4: nothing is written. Answers `cancelled` once `customizations.stopPlanning` was called. */
  'customizations.planTable': call(
    z.object({ portalId, appId, source, mapping: tableMapping }),
    customizationJobView,
  ),
  /** C1.11: plans the undoing of a job, or of some of its changes; nothing is written. */
  'customizations.rollback': call(
    job.extend({ numbers: z.array(z.number().int().min(0)).max(10_000).nullable() }),
    customizationJobView,
  ),
  'customizations.stopPlanning': call(z.object({ portalId }), z.undefined()),
  /** Newest first. */
  'customizations.jobs': call(z.object({ portalId }), z.array(customizationJobView)),
  'customizations.job': call(job, customizationJobView),
  'customizations.changes': call(
    job.extend({ only: z.union([changeKind, z.enum(['failed', 'left'])]).nullable(), ...page }),
    changes,
  ),
  /** C1.10: newest first. */
  'customizations.history': call(
    z.object({ portalId, appId: appId.nullable(), userId: userId.nullable(), ...page }),
    changes,
  ),
  /** Begins a plan, or goes on with what stood still. */
  'customizations.start': call(job, z.undefined()),
  'customizations.pause': call(job, z.undefined()),
  'customizations.cancel': call(job, z.undefined()),
  'customizations.retryFailed': call(job, z.undefined()),
  /** A plan, or a job that wrote nothing. */
  'customizations.remove': call(job, z.undefined()),

  'training.view': call(z.object({ portalId }), trainingView),
  /** C1.18 */
  'training.read': call(z.object({ portalId }), z.object({ changed: z.number(), view: trainingView })),
  /** Null: Foundry has told of no assignment. */
  'training.of': call(z.object({ portalId, userId }), trainingStatus.nullable()),
  /** C1.21: nothing is written. */
  'training.plan': call(
    z.object({ portalId, appId, key: z.string().trim().min(1).max(200) }),
    customizationJobView,
  ),
}
