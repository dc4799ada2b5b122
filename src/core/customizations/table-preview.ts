import { z } from 'zod'
import { tableMapping } from './table.ts'

/** What a table holds, before anything is planned from it. */
export const tablePreview = z.object({
  /** The file's name; empty for what was pasted. */
  title: z.string(),
  headings: z.array(z.string()),
  mapping: tableMapping,
  /** Lines with something in them, the heading left out. */
  lines: z.number().int(),
  /** The first of them, cell by cell. */
  sample: z.array(z.array(z.string())),
})
export type TablePreview = z.infer<typeof tablePreview>
