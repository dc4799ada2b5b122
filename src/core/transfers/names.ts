/** Which computer's rules a downloaded file's name must meet; macOS counts as posix. */
export type NamePlatform = 'posix' | 'windows'

const longest = 255

// U+0000–U+001F, U+007F and the C1 controls.
const controls = /[\u0000-\u001f\u007f-\u009f]/
const everyControl = new RegExp(controls.source, 'g')
// Marks, embeddings, overrides and isolates that make a name read otherwise than it is (U+202E turns "exe.pdf" round).
const bidi = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
const loneSurrogate = /\p{Surrogate}/u
const everyLoneSurrogate = /\p{Surrogate}/gu
const windowsRefuses = /[<>:"|?*]/g
const reserved = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?= *(?:\.|$))/i

/** T1.40: whether Foyer takes a file or folder of this name. */
export const isRefusedName = (name: string): boolean =>
  name.trim() === '' ||
  name === '.' ||
  name === '..' ||
  name.length > longest ||
  name.includes('/') ||
  controls.test(name) ||
  loneSurrogate.test(name)

/** What of a name a folder tells apart: whether "A" and "a", and whether the two forms of "é", lie side by side in it. */
export type NameSense = { readonly letterCase: boolean; readonly unicodeForm: boolean }

/** Two names with one key can't lie side by side on every file system: case and Unicode form do not count (T1.43). */
export const nameKey = (name: string): string => name.normalize('NFC').toLowerCase().normalize('NFC')

/** T1.57: the same for one folder of this computer, whose sense of names is known. */
export const nameKeyIn =
  ({ letterCase, unicodeForm }: NameSense) =>
  (name: string): string => {
    const formed = unicodeForm ? name : name.normalize('NFC')
    if (letterCase) return formed
    return unicodeForm ? formed.toLowerCase() : formed.toLowerCase().normalize('NFC')
  }

/**
 * T1.41: a name from the portal as it may be written into a folder of this computer: one path segment,
 * no control or bidi characters, none of Windows' device names, no trailing dot or space, at most 255 bytes.
 */
export const safeName = (name: string, platform: NamePlatform): string => {
  const plain = name
    .replace(everyLoneSurrogate, '_')
    .replace(everyControl, '_')
    .replace(bidi, '')
    .replace(/[/\\]/g, '_')
  const allowed = platform === 'windows' ? plain.replace(windowsRefuses, '_') : plain
  const trimmed = allowed.replace(/[. ]+$/, '').replace(/^ +/, '')
  if (trimmed === '') return '_'
  return shorten(reserved.test(trimmed) ? `_${trimmed}` : trimmed, longest)
}

/**
 * T1.42, T1.43: `name`, or "name (2).ext" and so on, so that its key is not among `taken`.
 * The caller adds the answer's key to `taken`.
 */
export const uniqueName = (
  name: string,
  taken: ReadonlySet<string>,
  keyOf: (name: string) => string = nameKey,
): string => {
  if (!taken.has(keyOf(name))) return name
  const { stem, extension } = splitName(name)
  for (let number = 2; ; number += 1) {
    const suffix = ` (${number})${extension}`
    const candidate = `${cutBytes(stem, longest - byteLength(suffix))}${suffix}`
    if (!taken.has(keyOf(candidate))) return candidate
  }
}

/** "report.pdf" → "report", ".pdf"; ".profile" has no extension; ".tar.gz" and its like stay together. */
const splitName = (name: string): { readonly stem: string; readonly extension: string } => {
  const compound = /.(\.tar\.[a-z0-9]{1,4})$/i.exec(name)?.[1]
  const dot = name.lastIndexOf('.')
  const extension = compound ?? (dot > 0 && name.length - dot <= 16 ? name.slice(dot) : '')
  return { stem: name.slice(0, name.length - extension.length), extension }
}

const shorten = (name: string, bytes: number): string => {
  if (byteLength(name) <= bytes) return name
  const { stem, extension } = splitName(name)
  return `${cutBytes(stem, bytes - byteLength(extension))}${extension}`.replace(/[. ]+$/, '')
}

const bytesOf = (character: string): number => {
  const code = character.codePointAt(0) ?? 0
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
}

/** Length in UTF-8. */
export const byteLength = (text: string): number => {
  let length = 0
  for (const character of text) length += bytesOf(character)
  return length
}

/** The longest beginning of whole characters that fits `bytes`. */
export const cutBytes = (text: string, bytes: number): string => {
  let length = 0
  let cut = ''
  for (const character of text) {
    length += bytesOf(character)
    if (length > bytes) return cut
    cut += character
  }
  return cut
}
