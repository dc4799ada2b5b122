import { nameKey } from './names.ts'

/** A wildcard pattern for paths with forward slashes, ready to be compared. */
export type Glob = { readonly segments: readonly Segment[] }

type Token = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'one' | 'any' | 'capture' }
/** `**`: any number of folders, none too; else the tokens of one name. */
type Segment = 'folders' | readonly Token[]

/**
 * T1.120: `*` stands for any characters of one name, `?` for one, `**` for any folders. Case and Unicode form don't
 * count. `capture` is the text, such as "{client}", whose place in the path is asked for.
 */
export const parseGlob = (pattern: string, capture: string | null = null): Glob => ({
  segments: pattern
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => (segment === '**' ? 'folders' : tokensOf(segment, capture))),
})

const tokensOf = (segment: string, capture: string | null): readonly Token[] => {
  const tokens: Token[] = []
  let text = ''
  const end = (): void => {
    if (text !== '') tokens.push({ kind: 'text', text: nameKey(text) })
    text = ''
  }
  for (let at = 0; at < segment.length; at += 1) {
    const character = segment.charAt(at)
    if (capture !== null && segment.startsWith(capture, at)) {
      end()
      tokens.push({ kind: 'capture' })
      at += capture.length - 1
    } else if (character === '*' || character === '?') {
      end()
      tokens.push({ kind: character === '*' ? 'any' : 'one' })
    } else {
      text += character
    }
  }
  end()
  return tokens
}

export const matchesGlob = (glob: Glob, path: string): boolean => {
  const names = path.split('/').map(nameKey)
  return reachTable(glob.segments, names)[glob.segments.length]?.[names.length] === true
}

/**
 * What the capture may stand for in this path: every way in which the pattern fits. Beside a wildcard a capture begins
 * and ends with a whole word, so that "*{client}*" does not offer every piece of a name.
 */
export const capturesOf = (glob: Glob, path: string): readonly string[] => {
  const at = glob.segments.findIndex((segment) => segment !== 'folders' && segment.some(isCapture))
  const segment = glob.segments[at]
  if (segment === undefined || segment === 'folders') return []
  const given = path.split('/')
  const names = given.map(nameKey)
  const before = reachTable(glob.segments.slice(0, at), names)[at] ?? []
  const rest = glob.segments.slice(at + 1)
  const found = new Set<string>()
  for (const [index, name] of names.entries()) {
    if (before[index] !== true) continue
    const after = names.slice(index + 1)
    if (reachTable(rest, after)[rest.length]?.[after.length] !== true) continue
    const shown = given[index] ?? ''
    // Lower case may be longer than what it came from (İ): then the captured text is shown as it was compared.
    const source = shown.length === name.length ? shown : name
    for (const [start, end] of spansOf(segment, name)) found.add(source.slice(start, end))
  }
  return [...found]
}

/** Whether a pattern's segment is the capture and nothing else: such a folder is only a label. */
export const capturesWholeNames = (glob: Glob): boolean =>
  glob.segments.some((segment) => segment !== 'folders' && segment.length === 1 && segment.some(isCapture))

const isCapture = (token: Token): boolean => token.kind === 'capture'

const spansOf = (tokens: readonly Token[], name: string): readonly (readonly [number, number])[] => {
  const at = tokens.findIndex(isCapture)
  const left = tokens.slice(0, at)
  const right = tokens.slice(at + 1)
  const starts = reached(left, name)
  // The end is looked for from behind: the same rule on reversed text.
  const ends = reached([...right].reverse().map(reverseToken), reverse(name))
  const free = { start: isWild(left.at(-1)), end: isWild(right[0]) }
  const spans: (readonly [number, number])[] = []
  for (let start = 0; start < name.length; start += 1) {
    if (starts[start] !== true || (free.start && isInsideWord(name, start))) continue
    for (let end = start + 1; end <= name.length; end += 1) {
      if (ends[name.length - end] === true && !(free.end && isInsideWord(name, end))) spans.push([start, end])
    }
  }
  return spans
}

const isWild = (token: Token | undefined): boolean => token?.kind === 'any' || token?.kind === 'one'

const letter = /[\p{L}\p{N}\p{M}]/u

const isInsideWord = (text: string, at: number): boolean =>
  at > 0 && at < text.length && letter.test(text.charAt(at - 1)) && letter.test(text.charAt(at))

const reverse = (text: string): string => text.split('').reverse().join('')
const reverseToken = (token: Token): Token =>
  token.kind === 'text' ? { kind: 'text', text: reverse(token.text) } : token

/** The places in `name` that the tokens can lead to from its beginning: true at each. No backtracking, no blow-up. */
const reached = (tokens: readonly Token[], name: string): readonly boolean[] => {
  let now = Array.from({ length: name.length + 1 }, (_, at) => at === 0)
  for (const token of tokens) {
    const next = new Array<boolean>(name.length + 1).fill(false)
    const first = now.indexOf(true)
    for (let at = Math.max(first, 0); first >= 0 && at <= name.length; at += 1) {
      if (token.kind === 'any') next[at] = true
      else if (now[at] !== true) continue
      else if (token.kind === 'one') next[Math.min(at + 1, name.length)] ||= at < name.length
      else if (token.kind === 'text' && name.startsWith(token.text, at)) next[at + token.text.length] = true
    }
    now = next
  }
  return now
}

const fits = (segment: Segment, name: string): boolean =>
  segment !== 'folders' && reached(segment, name)[name.length] === true

/** `[s][p]`: whether the first `s` segments of the pattern lead over the first `p` names of the path. */
const reachTable = (
  segments: readonly Segment[],
  names: readonly string[],
): readonly (readonly boolean[])[] => {
  const table: boolean[][] = [names.map(() => false)]
  table[0]?.unshift(true)
  for (const [index, segment] of segments.entries()) {
    const before = table[index] ?? []
    const row = new Array<boolean>(names.length + 1).fill(false)
    for (let at = 0; at <= names.length; at += 1) {
      row[at] =
        segment === 'folders'
          ? before[at] === true || (at > 0 && row[at - 1] === true)
          : at > 0 && before[at - 1] === true && fits(segment, names[at - 1] ?? '')
    }
    table.push(row)
  }
  return table
}
