import { cacheOperations } from './tables/cache.ts'
import { customizationChangeOperations } from './tables/customization-changes.ts'
import { customizationOperations } from './tables/customizations.ts'
import { foundryOperations } from './tables/foundry.ts'
import { importRowOperations } from './tables/import-rows.ts'
import { importOperations } from './tables/imports.ts'
import { directoryOperations } from './tables/directory.ts'
import { setupOperations } from './tables/setups.ts'
import { importPlanOperations } from './tables/import-plans.ts'
import { careOperations } from './tables/care.ts'
import { markOperations } from './tables/marks.ts'
import { audienceOperations } from './tables/audiences.ts'
import { inboxViewOperations } from './tables/inbox-views.ts'
import { mailingDraftOperations } from './tables/mailing-draft.ts'
import { mailingOperations } from './tables/mailings.ts'
import { outboxOperations } from './tables/outbox.ts'
import { pinOperations } from './tables/pins.ts'
import { removalOperations } from './tables/removals.ts'
import { searchOperations } from './tables/search.ts'
import { shelfOperations } from './tables/shelf.ts'
import { templateOperations } from './tables/templates.ts'
import { trainingOperations } from './tables/training.ts'
import { transferOperations } from './tables/transfers.ts'
import { watchOperations } from './tables/watch.ts'

/** Everything the storage worker can be asked, by name. Each is `(databases, input) => output`, synchronous. */
export const operations = {
  ...cacheOperations,
  ...searchOperations,
  ...pinOperations,
  ...markOperations,
  ...shelfOperations,
  ...inboxViewOperations,
  ...audienceOperations,
  ...mailingOperations,
  ...mailingDraftOperations,
  ...templateOperations,
  ...outboxOperations,
  ...removalOperations,
  ...transferOperations,
  ...watchOperations,
  ...importOperations,
  ...importRowOperations,
  ...importPlanOperations,
  ...foundryOperations,
  ...customizationOperations,
  ...customizationChangeOperations,
  ...trainingOperations,
  ...careOperations,
  ...directoryOperations,
  ...setupOperations,
}

export type Operations = typeof operations
