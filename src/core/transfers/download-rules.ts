import { byteLength } from './names.ts'

/**
 * T1.58: what happens where a name is taken already.
 * - `keep-both`: the new one gets a number; nothing that is there is touched.
 * - `skip`: a file that is there with the same bytes stays and is not fetched again; any other is kept beside the new one.
 * - `replace`: the old file is there until the new one is whole and checked, which then takes its place in one step.
 */
export const downloadPolicies = ['keep-both', 'skip', 'replace'] as const
export type DownloadPolicy = (typeof downloadPolicies)[number]

/** Bytes of a path (UTF-16 units on Windows) that this computer takes, its end mark left out. */
export const longestPath = (platform: string): number => {
  switch (platform) {
    case 'win32':
      // Node could write longer ones; Explorer and most programs could then neither open nor delete them.
      return 259
    case 'darwin':
      return 1_023
    default:
      return 4_095
  }
}

/** What a part file's name adds to the name it stands for. */
const partSuffix = 14
const longestName = 255

/** T1.57: whether `name` in `folder` (absolute), and its part file, can be written at all. */
export const fitsPath = (folder: string, name: string, platform: string): boolean => {
  const measure = platform === 'win32' ? (text: string): number => text.length : byteLength
  const part = Math.min(longestName, measure(name) + partSuffix)
  return measure(folder) + 1 + part <= longestPath(platform)
}

/** Left free for the file system's own records and everybody else. */
const margin = 8 * 1_048_576

/** T1.59: whether so many bytes fit into what is free. Nothing to fetch always fits. */
export const hasRoom = (needed: number, free: number): boolean => needed === 0 || needed + margin <= free

/**
 * The mark that makes the system ask before it opens what came from elsewhere (hardening 26). Linux has none that
 * anything honours.
 */
export type QuarantineMark =
  | { readonly kind: 'attribute'; readonly name: string; readonly value: string }
  /** A second stream of the file, by what is put after its path. */
  | { readonly kind: 'stream'; readonly suffix: string; readonly content: string }

/** `at`: milliseconds since the epoch. No address goes into the mark: it would tell which portal a file is from. */
export const quarantineMark = (platform: string, at: number): QuarantineMark | null => {
  switch (platform) {
    case 'darwin': {
      // 0081: downloaded, not yet opened by a person; the time is hexadecimal seconds.
      const seconds = Math.floor(at / 1000).toString(16)
      return { kind: 'attribute', name: 'com.apple.quarantine', value: `0081;${seconds};Foyer Desktop;` }
    }
    case 'win32':
      // Zone 3: the internet.
      return { kind: 'stream', suffix: ':Zone.Identifier', content: '[ZoneTransfer]\r\nZoneId=3\r\n' }
    default:
      return null
  }
}

// What a viewer shows. The Office forms whose very name says that they carry macros are not among them.
const opened = new Set(
  (
    'pdf txt md csv tsv log rtf odt ods odp doc docx xls xlsx ppt pptx pages numbers key ' +
    'png jpg jpeg gif bmp tif tiff webp heic heif mp3 m4a wav flac ogg mp4 m4v mov avi mkv webm'
  ).split(' '),
)

/** Hardening 27: whether a file of this name may be handed to the system to be opened. */
export const mayOpen = (name: string): boolean => {
  const dot = name.lastIndexOf('.')
  return dot > 0 && opened.has(name.slice(dot + 1).toLowerCase())
}
