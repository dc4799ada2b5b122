import type { FileId } from '../../core/file.ts'
import type { PinView } from '../../core/pins.ts'
import type { Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'

/** Files that are kept on this computer for when there is no network (docs/specs/pins.md). */
export type Pins = {
  add(spaceId: SpaceId, fileIds: readonly FileId[]): Promise<void>
  remove(fileIds: readonly FileId[]): Promise<void>
  list(): Promise<{ readonly pins: readonly PinView[]; readonly used: number; readonly quota: number }>
  /** What a pinned file holds: `unknown-id` while it is not here. */
  read(fileId: FileId): Promise<Result<Uint8Array>>
  /** Fetches what is wanted and not here; resolves when nothing more can be done now. Never rejects. */
  look(): Promise<void>
  /** P1.7: there may be room by now for what did not fit. */
  roomGrew(): Promise<void>
  close(): Promise<void>
}
