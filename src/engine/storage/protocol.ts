import type { Failure } from '../../core/failure.ts'

/** What the engine's thread and the storage worker say to each other. */
export type OpenRequest = {
  readonly cachePath: string
  readonly journalPath: string
  readonly keyHex: string
}

export type ToWorker =
  | { readonly kind: 'open'; readonly id: number; readonly open: OpenRequest }
  | { readonly kind: 'run'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly kind: 'close'; readonly id: number }

export type FromWorker =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly failure: Failure }
  | { readonly id: number; readonly ok: false; readonly bug: string }
