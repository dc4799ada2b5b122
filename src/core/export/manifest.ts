import { z } from 'zod'

/** One file of an export: its path below the export's folder with forward slashes, bytes, SHA-256 in hex. */
const manifestFile = z.object({
  path: z.string(),
  size: z.number().int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type ManifestFile = Readonly<z.infer<typeof manifestFile>>

/** What an export holds (E1.9). Times are ISO 8601 in UTC, by the portal's clock. */
export const manifest = z.object({
  format: z.literal('foyer-export'),
  version: z.literal(1),
  /** The program that wrote it, and its version. */
  client: z.string(),
  /** True only when everything the portal listed is here and checked. */
  complete: z.boolean(),
  space: z.object({ id: z.string(), name: z.string() }),
  /** Everything was read between these two moments. */
  asOf: z.object({ from: z.string(), to: z.string() }),
  counts: z.object({
    messages: z.number().int(),
    members: z.number().int(),
    folders: z.number().int(),
    files: z.number().int(),
    bytes: z.number(),
  }),
  /** Foyer's API lists no earlier versions of a file. */
  fileVersions: z.literal('newest only'),
  /** What is not here, and why: the codes of this program's failures. */
  missing: z.array(z.object({ path: z.string(), reason: z.string() })),
  files: z.array(manifestFile),
})
export type Manifest = Readonly<z.infer<typeof manifest>>
export type ManifestHead = Omit<Manifest, 'files'>

/** The file that lists all others; it can't list itself. */
export const manifestName = 'manifest.json'
/** The same in the form that sha256sum reads, this one with the manifest. */
export const checksumsName = 'SHA256SUMS'

/** E1.11: a path of a manifest that somebody may have tampered with: below the export's folder, and nothing else. */
export const isInside = (path: string): boolean =>
  path !== '' &&
  !path.includes('\\') &&
  !path.includes('\0') &&
  path.split('/').every((part) => part !== '' && part !== '.' && part !== '..') &&
  !/^[a-z]:/i.test(path)

/** What a look at the folder found under a path; null: no plain file is there. */
export type FoundFile = { readonly size: number; readonly sha256: string } | null

export const standingOf = (expected: ManifestFile, found: FoundFile): 'same' | 'missing' | 'changed' => {
  if (found === null) return 'missing'
  return found.size === expected.size && found.sha256 === expected.sha256 ? 'same' : 'changed'
}
