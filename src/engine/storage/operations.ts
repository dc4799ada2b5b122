import { cacheOperations } from './tables/cache.ts'
import { foundryOperations } from './tables/foundry.ts'
import { importOperations } from './tables/imports.ts'
import { markOperations } from './tables/marks.ts'
import { outboxOperations } from './tables/outbox.ts'
import { searchOperations } from './tables/search.ts'
import { transferOperations } from './tables/transfers.ts'
import { watchOperations } from './tables/watch.ts'

/** Everything the storage worker can be asked, by name. Each is `(databases, input) => output`, synchronous. */
export const operations = {
  ...cacheOperations,
  ...searchOperations,
  ...markOperations,
  ...outboxOperations,
  ...transferOperations,
  ...watchOperations,
  ...importOperations,
  ...foundryOperations,
}

export type Operations = typeof operations
