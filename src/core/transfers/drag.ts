import { z } from 'zod'

/** Files that were brought here to be dragged out, by an opaque id: the window can't name paths (hardening 24). */
export const dragId = z.string().min(1).max(64).brand<'DragId', 'inout'>()
export type DragId = z.infer<typeof dragId>

/** Bytes that are fetched while somebody holds a button down. */
export const largestDrag = 25 * 1_048_576
