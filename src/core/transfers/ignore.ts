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
