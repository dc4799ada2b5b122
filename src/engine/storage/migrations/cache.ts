import type { Migration } from '../migrate.ts'
import { cache001 } from './cache-001-portal.ts'
import { cache002 } from './cache-002-words-by-time.ts'

export const cacheMigrations: readonly Migration[] = [cache001, cache002]
