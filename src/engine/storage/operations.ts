import { cacheOperations } from './tables/cache.ts'
import { markOperations } from './tables/marks.ts'
import { outboxOperations } from './tables/outbox.ts'
import { pinOperations } from './tables/pins.ts'
import { searchOperations } from './tables/search.ts'
import { transferOperations } from './tables/transfers.ts'
import { watchOperations } from './tables/watch.ts'

/** Everything the storage worker can be asked, by name. Each is `(databases, input) => output`, synchronous. */
export const operations = {
  ...cacheOperations,
  ...searchOperations,
  ...pinOperations,
  ...markOperations,
  ...outboxOperations,
  ...transferOperations,
  ...watchOperations,
}

export type Operations = typeof operations
