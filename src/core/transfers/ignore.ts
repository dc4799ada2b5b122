import { matchesGlob, parseGlob } from './glob.ts'

const names = new Set(['.ds_store', 'thumbs.db', 'ehthumbs.db', 'desktop.ini', '.localized', 'icon\r'])
const folders = new Set([
  '__macosx',
  '.spotlight-v100',
  '.trashes',
  '.fseventsd',
  '.temporaryitems',
  '$recycle.bin',
  'system volume information',
])

/**
 * T1.44: what an operating system or an office program leaves lying about and nobody means to send:
 * Finder's and Explorer's own files, lock files of Word ("~$…") and LibreOffice (".~lock.…#"), AppleDouble ("._…").
 */
export const isIgnored = (name: string, isFolder: boolean): boolean => {
  const lower = name.toLowerCase()
  if (isFolder) return folders.has(lower)
  return names.has(lower) || name.startsWith('~$') || name.startsWith('._') || /^\.~lock\..*#$/.test(name)
}

/** Whether an entry is left out; `path` from the dropped root on, with forward slashes. */
export type IgnoreRule = (path: string, isFolder: boolean) => boolean

/**
 * T1.126: the person's own patterns on top of T1.44. `*.tmp` leaves out any entry of such a name, `drafts/*.docx` those
 * in any folder called drafts, `cache/` folders alone (with all below them); `*`, `?` and `**` as in T1.120. Lines that
 * are empty or begin with # say nothing.
 */
export const ignoreRule = (patterns: readonly string[]): IgnoreRule => {
  const own = patterns
    .map((pattern) => pattern.trim())
    .filter((pattern) => pattern !== '' && !pattern.startsWith('#'))
    .map((pattern) => ({ folders: pattern.endsWith('/'), glob: parseGlob(`**/${pattern}`) }))
    // A pattern of nothing but slashes would leave out everything.
    .filter(({ glob }) => glob.segments.some((segment) => segment !== 'folders'))
  return (path, isFolder) =>
    isIgnored(path.slice(path.lastIndexOf('/') + 1), isFolder) ||
    own.some((pattern) => (isFolder || !pattern.folders) && matchesGlob(pattern.glob, path))
}
