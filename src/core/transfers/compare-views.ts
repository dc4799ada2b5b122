import { z } from 'zod'
import { failure, failureCode } from '../failure.ts'

export const compareId = z.string().min(1).max(64).brand<'CompareId', 'inout'>()
export type CompareId = z.infer<typeof compareId>

/** `clash`: a folder on one side, a file on the other. `refused`: can't be read, or has a name Foyer doesn't take. */
const compareStates = ['only-here', 'only-there', 'differs', 'same', 'clash', 'refused'] as const
const compareState = z.enum(compareStates)
export type CompareState = z.infer<typeof compareState>

export const compareFilter = z.enum(['different', 'all', ...compareStates])
export type CompareFilter = z.infer<typeof compareFilter>

const sum = z.object({ files: z.number().int(), bytes: z.number() })
const compareCounts = z.record(compareState, sum)
export type CompareCounts = z.infer<typeof compareCounts>

/** How a comparison stands. */
export const compareView = z.object({
  /** The folder of this computer, for reading. */
  folder: z.string(),
  spaceName: z.string(),
  folderPath: z.array(z.string()),
  phase: z.enum(['reading', 'done', 'failed']),
  problem: failure.nullable(),
  /** Entries looked at so far. */
  looked: z.number().int(),
  counts: compareCounts,
  /** Names that only one side has and that differ from one of the other side only by case or Unicode form. */
  twins: z.number().int(),
  /** When the portal could not be asked: how old the archive's list is. Null: read afresh. */
  asOf: z.number().nullable(),
  away: z.boolean(),
  /** The check of contents: files of equal size that are read and compared. */
  check: z.object({
    phase: z.enum(['idle', 'running', 'done']),
    done: z.number().int(),
    total: z.number().int(),
    /** Files whose content can't be told: the storage keeps no checksum of them. */
    unknown: z.number().int(),
    problem: failure.nullable(),
  }),
})
export type CompareView = z.infer<typeof compareView>

/** One line of the compared tree. */
export const compareRow = z.object({
  path: z.string(),
  name: z.string(),
  depth: z.number().int(),
  isFolder: z.boolean(),
  state: compareState,
  /** Sizes in bytes; null: not on that side, or a folder. */
  here: z.number().nullable(),
  there: z.number().nullable(),
  /** Whether the contents were compared, not the sizes alone. */
  byContent: z.boolean(),
  twin: z.string().nullable(),
  reason: failureCode.nullable(),
})
export type CompareRow = z.infer<typeof compareRow>
