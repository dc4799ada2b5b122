import type { Migration } from '../migrate.ts'
import { cache001 } from './cache-001-portal.ts'
import { cache002 } from './cache-002-words-by-time.ts'
import { cache003 } from './cache-003-pinned.ts'
import { cache004 } from './cache-004-fewer-indexes.ts'
import { cache005 } from './cache-005-ids-later.ts'
import { cache006 } from './cache-006-top-read.ts'
import { cache007 } from './cache-007-aside.ts'

export const cacheMigrations: readonly Migration[] = [
  cache001,
  cache002,
  cache003,
  cache004,
  cache005,
  cache006,
  cache007,
]
