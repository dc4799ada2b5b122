/** One thing that must occur: a word, or words in this order. */
export type SearchTerm = { readonly text: string; readonly prefix: boolean }

export type SearchKind = 'message' | 'file' | 'folder' | 'space' | 'person'

export type SearchFilter = {
  /** Part of the author's name or e-mail address; several: any of them. */
  readonly from: readonly string[]
  /** Part of the space's name; several: any of them. */
  readonly in: readonly string[]
  /** Milliseconds since the epoch: only older than this. */
  readonly before: number | null
  /** Milliseconds since the epoch: only from this on. */
  readonly after: number | null
  /** Empty: everything. */
  readonly kinds: readonly SearchKind[]
  /** File name endings without the dot, lower case; empty: any. */
  readonly endings: readonly string[]
}

export type SearchQuery = { readonly terms: readonly SearchTerm[]; readonly filter: SearchFilter }

/** The first moment of a day, in the zone of the person who asks; month from 1. */
export type DayStart = (year: number, month: number, day: number) => number

const kindNames: Readonly<Record<string, SearchKind>> = {
  message: 'message',
  messages: 'message',
  file: 'file',
  files: 'file',
  folder: 'folder',
  folders: 'folder',
  space: 'space',
  spaces: 'space',
  person: 'person',
  people: 'person',
}

const endingGroups: Readonly<Record<string, readonly string[]>> = {
  image: ['png', 'jpg', 'jpeg', 'gif', 'webp', 'heic', 'svg', 'bmp', 'tif', 'tiff'],
  document: ['pdf', 'doc', 'docx', 'odt', 'rtf', 'txt', 'md', 'pages'],
  spreadsheet: ['xls', 'xlsx', 'ods', 'csv', 'numbers'],
  presentation: ['ppt', 'pptx', 'odp', 'key'],
  video: ['mp4', 'mov', 'avi', 'mkv', 'webm'],
  audio: ['mp3', 'wav', 'm4a', 'ogg', 'flac'],
  archive: ['zip', '7z', 'rar', 'tar', 'gz', 'tgz'],
}

const piece = /([\p{L}]+):(?:"([^"]*)"?|(\S+))|"([^"]*)"?|(\S+)/gu

type Draft = {
  terms: SearchTerm[]
  from: string[]
  in: string[]
  before: number | null
  after: number | null
  kinds: SearchKind[]
  endings: string[]
}

/** 2026, 2026-03 or 2026-03-14: the first moment of it, and the first moment after it. */
const period = (text: string, dayStart: DayStart): { start: number; end: number } | undefined => {
  const match = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text)
  if (match === null) return undefined
  const year = Number(match[1])
  const month = match[2] === undefined ? undefined : Number(match[2])
  const day = match[3] === undefined ? undefined : Number(match[3])
  if (month !== undefined && (month < 1 || month > 12)) return undefined
  if (day !== undefined && (day < 1 || day > 31)) return undefined
  if (month === undefined) return { start: dayStart(year, 1, 1), end: dayStart(year + 1, 1, 1) }
  if (day === undefined) return { start: dayStart(year, month, 1), end: dayStart(year, month + 1, 1) }
  return { start: dayStart(year, month, day), end: dayStart(year, month, day + 1) }
}

/** Takes `name:value` into the draft; answers false when it is no filter, and so a word like any other. */
const takeFilter = (draft: Draft, name: string, value: string, dayStart: DayStart): boolean => {
  switch (name) {
    case 'from':
      draft.from.push(value)
      return true
    case 'in':
      draft.in.push(value)
      return true
    case 'before': {
      const found = period(value, dayStart)
      if (found === undefined) return false
      draft.before = Math.min(draft.before ?? Infinity, found.start)
      return true
    }
    case 'after': {
      const found = period(value, dayStart)
      if (found === undefined) return false
      draft.after = Math.max(draft.after ?? -Infinity, found.start)
      return true
    }
    case 'has':
    case 'type': {
      const kind = kindNames[value.toLowerCase()]
      if (kind !== undefined) {
        draft.kinds.push(kind)
        return true
      }
      if (name === 'has') return false
      const ending = value.toLowerCase().replace(/^\./, '')
      draft.kinds.push('file')
      draft.endings.push(...(endingGroups[ending] ?? [ending]))
      return true
    }
    default:
      return false
  }
}

/**
 * A1.11: reads what a person typed: words, "phrases", and `from: in: before: after: has: type:`.
 * The last word counts as a beginning, since it may still be being typed. What is no filter is searched as words.
 */
export const parseSearch = (text: string, dayStart: DayStart): SearchQuery => {
  const draft: Draft = { terms: [], from: [], in: [], before: null, after: null, kinds: [], endings: [] }
  let lastIsWord = false
  for (const [whole, name, quotedValue, value, phrase] of text.matchAll(piece)) {
    lastIsWord = false
    if (phrase !== undefined) {
      draft.terms.push({ text: phrase, prefix: false })
      continue
    }
    if (name !== undefined && takeFilter(draft, name.toLowerCase(), quotedValue ?? value ?? '', dayStart))
      continue
    draft.terms.push({ text: whole, prefix: false })
    lastIsWord = true
  }
  const last = draft.terms.at(-1)
  if (lastIsWord && last !== undefined) draft.terms[draft.terms.length - 1] = { ...last, prefix: true }
  const { terms, ...filter } = draft
  return { terms, filter: { ...filter, kinds: [...new Set(filter.kinds)] } }
}
