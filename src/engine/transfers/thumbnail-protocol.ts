/** What the engine's thread and the thumbnail worker say to each other: one picture at a time. */
export type ToThumbnailWorker = {
  readonly id: number
  /** A whole picture file. */
  readonly bytes: Uint8Array
  /** Degrees clockwise, besides what the file's own EXIF data says. */
  readonly turn: 0 | 90 | 180 | 270
}

export type FromThumbnailWorker =
  | { readonly id: number; readonly ok: true; readonly bytes: Uint8Array; readonly contentType: string }
  /** No picture that can be read; the name of the error, never its text. */
  | { readonly id: number; readonly ok: false; readonly reason: string }
