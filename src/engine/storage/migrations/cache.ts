import type { Migration } from '../migrate.ts'
import { cache001 } from './cache-001-portal.ts'

export const cacheMigrations: readonly Migration[] = [cache001]
