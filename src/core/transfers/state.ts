import type { Failure } from '../failure.ts'
import { type Bitmap, hasBit, withBit } from './blocks.ts'

/** A phase from which a transfer can go on. */
export type Resumable =
  | { readonly phase: 'planned' }
  /** Upload: blocks the storage acknowledged. Download: ranges written. */
  | { readonly phase: 'staging'; readonly staged: Bitmap }
  /**
   * Upload: the blob is whole; `intentAt` is when registering was first about to be asked for, null when it never was
   * or was refused for certain. Download: the part file is whole, checked and synced, about to get its
   * name; `intentAt` is when an empty file was about to be made that holds it (T1.53).
   */
  | { readonly phase: 'committed'; readonly intentAt: number | null }
  | { readonly phase: 'registered'; readonly fileId: string }

/** Where one file's transfer stands (T1.1). Bytes count as done only in `verified`. */
export type TransferState =
  | Resumable
  | { readonly phase: 'verified'; readonly fileId: string }
  | { readonly phase: 'failed'; readonly failure: Failure; readonly before: Resumable }
  | { readonly phase: 'cancelled' }
  | { readonly phase: 'skipped' }

export type TransferEvent =
  /** Work begins: before the first byte. */
  | { readonly kind: 'claimed'; readonly staged: Bitmap }
  | { readonly kind: 'acknowledged'; readonly block: number }
  /** The storage's own list of what is staged, which is truer than the journal (T1.14). */
  | { readonly kind: 'found'; readonly staged: Bitmap }
  /** What was sent can't be used (source changed, blocks gone, wrong hash): from the beginning, under a new blob name. */
  | { readonly kind: 'restarted' }
  | { readonly kind: 'committed'; readonly intentAt: number | null }
  /** The portal refused for certain: the next attempt need not look first. */
  | { readonly kind: 'intent-dropped' }
  | { readonly kind: 'registered'; readonly fileId: string }
  | { readonly kind: 'verified'; readonly fileId: string }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'retried' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'skipped' }

/**
 * T1.2: the next state. An event that comes too late (an acknowledgement after a cancel) changes nothing;
 * nothing leaves `verified`, `skipped` and `cancelled`, and `verified` is reached only by a read back.
 */
export const step = (state: TransferState, event: TransferEvent): TransferState => {
  switch (state.phase) {
    case 'verified':
    case 'cancelled':
    case 'skipped':
      return state
    case 'failed':
      switch (event.kind) {
        case 'retried':
          return state.before
        case 'cancelled':
          return { phase: 'cancelled' }
        default:
          return state
      }
    default:
      return proceed(state, event)
  }
}

const proceed = (state: Resumable, event: TransferEvent): TransferState => {
  switch (event.kind) {
    case 'claimed':
      return state.phase === 'planned' ? { phase: 'staging', staged: event.staged } : state
    case 'acknowledged':
      if (state.phase !== 'staging' || hasBit(state.staged, event.block)) return state
      return { phase: 'staging', staged: withBit(state.staged, event.block) }
    case 'found':
      return state.phase === 'staging' ? { phase: 'staging', staged: event.staged } : state
    case 'restarted':
      // A registered blob is never thrown away: it is the file now.
      return state.phase === 'registered' ? state : { phase: 'planned' }
    case 'committed':
      if (state.phase !== 'staging' && state.phase !== 'committed') return state
      return { phase: 'committed', intentAt: event.intentAt }
    case 'intent-dropped':
      return state.phase === 'committed' ? { phase: 'committed', intentAt: null } : state
    case 'registered':
      return state.phase === 'committed' ? { phase: 'registered', fileId: event.fileId } : state
    case 'verified':
      return state.phase === 'registered' ? { phase: 'verified', fileId: event.fileId } : state
    case 'failed':
      return { phase: 'failed', failure: event.failure, before: state }
    case 'cancelled':
      return { phase: 'cancelled' }
    case 'skipped':
      // T1.129: not once the portal may have been asked for it.
      if (state.phase === 'registered') return state
      return state.phase === 'committed' && state.intentAt !== null ? state : { phase: 'skipped' }
    case 'retried':
      return state
  }
}

export const isEnded = (phase: TransferState['phase']): boolean =>
  phase === 'verified' || phase === 'failed' || phase === 'cancelled' || phase === 'skipped'
