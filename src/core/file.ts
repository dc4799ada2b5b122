import { z } from 'zod'
import { spaceId } from './space.ts'

export const fileId = z.string().min(1).max(128).brand<'FileId', 'inout'>()
export type FileId = z.infer<typeof fileId>

/** A file or folder of a space. `parentId` is null at the root; `size` is in bytes, 0 for folders. */
export const file = z.object({
  id: fileId,
  spaceId,
  parentId: fileId.nullable(),
  name: z.string(),
  size: z.number(),
  isFolder: z.boolean(),
  blob: z.string().nullable(),
  thumbnailBlob: z.string().nullable(),
  createdAt: z.number(),
})
export type File = Readonly<z.infer<typeof file>>

export const fileRow = z.object({
  id: fileId,
  name: z.string(),
  isFolder: z.boolean(),
  /** Bytes; for a folder the bytes of everything below it that the archive knows. */
  size: z.number(),
  /** For a folder, how many files are below it; 0 for a file. */
  items: z.number().int(),
  addedAt: z.number(),
  /** Whether the portal keeps a small picture of it (T1.116). */
  hasThumbnail: z.boolean(),
  /** Added since this space's files were last looked at on this computer. */
  isNew: z.boolean(),
  /** What this computer knows of it: sent from here and verified, or nothing. */
  here: z.enum(['sent-verified', 'none']),
  /** Whether it is kept on this computer for when there is no network (docs/specs/pins.md). */
  pin: z.enum(['none', 'waiting', 'kept', 'failed']),
})
export type FileRow = z.infer<typeof fileRow>
