import { z } from 'zod'
import { foundryConnection } from '../core/foundry/connection.ts'
import { foundryCategory, foundryLocation } from '../core/foundry/records.ts'
import { foundrySettings } from '../core/foundry/settings.ts'
import { foundryWait } from '../core/foundry/wait.ts'
import { columnMap, tableReading } from '../core/people/csv-columns.ts'
import { importChoices } from '../core/people/import-row.ts'
import {
  importId,
  importRowView,
  importView,
  readingId,
  readingProgress,
  rowDecision,
  rowFilter,
  tableView,
} from '../core/people/import-views.ts'
import { portalId } from '../core/portal.ts'
import { dropId } from '../core/transfers/views.ts'
import { call, event, nothing } from './define.ts'

const which = z.object({ portalId, importId })
/** One line of text that is typed or pasted. */
const credential = z.string().trim().min(1).max(4096)

export const importCalls = {
  'imports.list': call(z.object({ portalId }), z.array(importView)),
  'imports.view': call(which, importView),
  'imports.rows': call(
    which.extend({
      only: rowFilter,
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
    }),
    z.object({ rows: z.array(importRowView), total: z.number().int() }),
  ),
  /** The beginning of a table that was offered like a drop, and what its columns seem to be. */
  'imports.table': call(z.object({ dropId, reading: tableReading }), tableView),
  /** Plans an import of that table. The drop stays, so that it can be planned again. */
  'imports.planTable': call(
    z.object({
      portalId,
      dropId,
      readingId,
      table: z.object({ columns: columnMap, headed: z.boolean(), reading: tableReading }),
      choices: importChoices,
    }),
    importView,
  ),
  'imports.planFoundry': call(
    z.object({
      portalId,
      readingId,
      people: z.object({
        /** None: everywhere. */
        locationIds: z.array(z.string().min(1).max(128)).max(5000),
        label: z.string().max(500).nullable(),
        active: z.boolean().nullable(),
        groups: z.enum(['none', 'location', 'label']),
      }),
      choices: importChoices,
    }),
    importView,
  ),
  /** Ends a reading that is under way: its call answers `cancelled`. */
  'imports.stopReading': call(z.object({ readingId }), nothing),
  /** The same rows under other choices; only before it was started. */
  'imports.replan': call(which.extend({ choices: importChoices }), importView),
  'imports.decide': call(which.extend({ key: z.string().max(1000), decision: rowDecision }), importView),
  'imports.start': call(which, nothing),
  'imports.pause': call(which, nothing),
  'imports.cancel': call(which, nothing),
  'imports.retryFailed': call(which, nothing),
  'imports.remove': call(which, nothing),
  /** Saves what became of each row where the person says. `words`: what stands for each code, and the headings. */
  'imports.report': call(
    which.extend({ words: z.record(z.string().max(60), z.string().max(500)) }),
    z.object({ saved: z.boolean() }),
  ),

  'foundry.connection': call(z.object({ portalId }), z.object({ connection: foundryConnection.nullable() })),
  /** Tries the credentials, keeps them in the keychain; they cross inwards this once and never come back. */
  'foundry.connect': call(
    z.object({ portalId, settings: foundrySettings, clientId: credential, clientSecret: credential }),
    foundryConnection,
  ),
  /** Other settings, tried with the credentials that are kept. */
  'foundry.change': call(z.object({ portalId, settings: foundrySettings }), foundryConnection),
  'foundry.disconnect': call(z.object({ portalId }), nothing),
  /** Locations and category labels, asked of Foundry: what an import chooses from, and whether it answers at all. */
  'foundry.choices': call(
    z.object({ portalId }),
    z.object({ locations: z.array(foundryLocation), categories: z.array(foundryCategory) }),
  ),
}

export const importEvents = {
  /** How far the reading of a source has come, at most 10 times a second. */
  'imports.reading': event(readingProgress.extend({ readingId })),
  /** Something that was asked of Foundry waits. */
  'foundry.waiting': event(foundryWait.extend({ portalId })),
}
