import { type BlockPlan, bytesOf, emptyBitmap, planBlocks } from '../../core/transfers/blocks.ts'
import { type Resumable, step, type TransferEvent, type TransferState } from '../../core/transfers/state.ts'
import type { TransferPhase } from '../../core/transfers/views.ts'
import type { Clock } from '../ports.ts'
import type { StoredTransfer } from '../storage/tables/transfer-rows.ts'
import type { Journal } from './journal.ts'

/** Facts about a transfer besides its state. */
export type Facts = Partial<
  Pick<
    StoredTransfer,
    'name' | 'size' | 'fingerprint' | 'lane' | 'blob' | 'blockSize' | 'md5' | 'sha256' | 'etag' | 'problem'
  >
>

/** A transfer at work: its state moves by `step` alone, and every move is journaled. */
export type Live = {
  readonly row: () => StoredTransfer
  readonly state: () => TransferState
  /** True when the journal says that nothing of it was sent before this run. */
  readonly fresh: boolean
  readonly blocks: () => BlockPlan
  /** Acknowledged bytes as told so far. */
  readonly counted: () => number
  /** Moves and journals; resolves once it is on disk. */
  apply(event: TransferEvent, facts?: Facts): Promise<void>
  /** Moves; journaled within a moment, where a crash before that costs no more than a look (T1.81). */
  applySoon(event: TransferEvent, facts?: Facts): void
  /** Moves without writing: only where the next `apply` follows at once, or the journal has it already. */
  note(event: TransferEvent, facts?: Facts): void
}

export const createLive = (
  stored: StoredTransfer,
  tools: {
    readonly journal: Journal
    readonly clock: Clock
    /** Told of acknowledged bytes gained or, on a restart, lost. */
    readonly onBytes: (bytes: number) => void
    /** Bytes of this file that were told already, before a pause. */
    readonly counted: number
  },
): Live => {
  let row = stored
  let state = stateOf(stored)
  let counted = tools.counted

  const blocks = (): BlockPlan => planOf(row)
  const count = (): void => {
    const bytes = acknowledged(state, row)
    if (bytes !== counted) tools.onBytes(bytes - counted)
    counted = bytes
  }
  count()

  const note = (event: TransferEvent, facts: Facts = {}): boolean => {
    const next = step(state, event)
    if (next === state) return false
    state = next
    row = { ...row, ...facts, ...columnsOf(state, row, facts, tools.clock.now()) }
    count()
    return true
  }

  return {
    row: () => row,
    state: () => state,
    fresh: stored.phase === 'planned',
    blocks,
    counted: () => counted,
    note,
    apply: (event, facts) => (note(event, facts) ? tools.journal.write(row) : Promise.resolve()),
    applySoon: (event, facts) => {
      if (note(event, facts)) tools.journal.writeSoon(row)
    },
  }
}

const planOf = (row: StoredTransfer): BlockPlan => ({
  size: row.size,
  blockSize: row.blockSize,
  count: Math.ceil(row.size / row.blockSize),
})

/** How a file of this size is cut, as columns of its row. */
export const cut = (
  size: number,
  blockBytes: number,
): Pick<StoredTransfer, 'size' | 'blockSize' | 'lane'> => {
  const plan = planBlocks(size, blockBytes)
  return { size, blockSize: plan.blockSize, lane: plan.count > 1 ? 'large' : 'small' }
}

/** T1.70: bytes count once the other side has acknowledged them. */
const acknowledged = (state: TransferState, row: StoredTransfer): number => {
  switch (state.phase) {
    case 'staging':
      return bytesOf(planOf(row), state.staged)
    case 'committed':
    case 'registered':
    case 'verified':
      return row.size
    default:
      return 0
  }
}

const stateOf = (row: StoredTransfer): TransferState => {
  switch (row.phase) {
    case 'verified':
      return { phase: 'verified', fileId: row.fileId ?? '' }
    case 'cancelled':
    case 'skipped':
      return { phase: row.phase }
    case 'failed':
      return {
        phase: 'failed',
        failure: row.problem ?? { code: 'internal' },
        before: resumable(row.before ?? 'planned', row),
      }
    default:
      return resumable(row.phase, row)
  }
}

const resumable = (phase: TransferPhase, row: StoredTransfer): Resumable => {
  switch (phase) {
    case 'staging':
      return { phase, staged: row.staged ?? emptyBitmap(planOf(row).count) }
    case 'committed':
      return { phase, intentAt: row.intentAt }
    case 'registered':
      return { phase, fileId: row.fileId ?? '' }
    default:
      return { phase: 'planned' }
  }
}

type StateColumns = Pick<
  StoredTransfer,
  'phase' | 'before' | 'staged' | 'stagedAt' | 'intentAt' | 'fileId' | 'problem' | 'endedAt'
>

const columnsOf = (state: TransferState, row: StoredTransfer, facts: Facts, now: number): StateColumns => {
  const remark = facts.problem === undefined ? row.problem : facts.problem
  const plain = { ...partsOf(row), before: null, problem: remark, endedAt: null }
  switch (state.phase) {
    case 'planned':
      return { ...plain, phase: 'planned', staged: null, stagedAt: null, intentAt: null }
    case 'staging':
      return { ...plain, phase: 'staging', staged: state.staged, stagedAt: row.stagedAt ?? now }
    case 'committed':
      return { ...plain, phase: 'committed', intentAt: state.intentAt }
    case 'registered':
      return { ...plain, phase: 'registered', fileId: state.fileId }
    case 'verified':
      return { ...plain, phase: 'verified', fileId: state.fileId, staged: null, endedAt: now }
    case 'failed':
      return {
        ...partsOf(row),
        phase: 'failed',
        before: state.before.phase,
        problem: state.failure,
        endedAt: now,
      }
    case 'cancelled':
    case 'skipped':
      return { ...plain, phase: state.phase, endedAt: now }
  }
}

const partsOf = (row: StoredTransfer): Pick<StateColumns, 'staged' | 'stagedAt' | 'intentAt' | 'fileId'> => ({
  staged: row.staged,
  stagedAt: row.stagedAt,
  intentAt: row.intentAt,
  fileId: row.fileId,
})
