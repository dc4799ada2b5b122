import type { Passage } from '../../core/pins.ts'

/** What the engine's thread and the text worker say to each other: one file at a time. */
export type ToTextWorker = {
  readonly id: number
  readonly kind: 'pdf' | 'plain'
  /** A whole file. */
  readonly bytes: Uint8Array
}

export type FromTextWorker =
  | { readonly id: number; readonly ok: true; readonly pages: readonly Passage[] }
  /** Nothing that can be read; the name of the error, never its text. */
  | { readonly id: number; readonly ok: false; readonly reason: string }
