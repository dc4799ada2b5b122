import type { TFunction } from 'i18next'
import type { SpaceId, SpaceSummary } from '../../../core/space.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { age } from '../../lib/time.ts'

export const waitingOnUs = (spaces: readonly SpaceSummary[]): number =>
  spaces.filter((space) => space.standing === 'inbox' && space.waiting?.on === 'us').length

/** The id `by` rows further on; the first when there is none yet, the same at the ends. */
export const neighbour = <Id extends string>(
  ids: readonly Id[],
  from: Id | null,
  by: number,
): Id | undefined => {
  const at = from === null ? -1 : ids.indexOf(from)
  if (at === -1) return ids[0]
  return ids[Math.min(ids.length - 1, Math.max(0, at + by))]
}

type Keyboard = {
  /** What the list shows. */
  readonly rows: readonly SpaceId[]
  readonly selected: ReadonlySet<SpaceId>
  /** The list's row with the focus ring; counts only while it is shown. */
  readonly cursor: SpaceId | null
  /** The list has the focus. */
  readonly inList: boolean
  readonly open: SpaceId | null
}

/** The row the keyboard is on: the one with the ring while the list has the focus, else the open space. */
export const keyboardRow = ({ rows, cursor, inList, open }: Omit<Keyboard, 'selected'>): SpaceId | null =>
  inList && cursor !== null && rows.includes(cursor) ? cursor : open

/** What an action by key is about: the selected spaces, or else the row the keyboard is on. */
export const keyboardTargets = (keyboard: Keyboard): readonly SpaceId[] => {
  if (keyboard.selected.size > 0) return [...keyboard.selected]
  const row = keyboardRow(keyboard)
  return row === null ? [] : [row]
}

export type Line = { readonly tone: 'plain' | 'draft' | 'warn'; readonly text: string }

/** The second line of a row: what this computer still has to send comes before a draft, a draft before the newest thing. */
export const secondLine = (space: SpaceSummary, t: TFunction): Line => {
  if (space.outgoing > 0) return { tone: 'warn', text: t('inbox.outgoing', { count: space.outgoing }) }
  if (space.draft !== null) {
    return { tone: 'draft', text: t('inbox.draftText', { text: inertLine(space.draft) }) }
  }
  const { newest } = space
  if (newest === null) return { tone: 'plain', text: t('inbox.nothingYet') }
  const text = inertLine(newest.text)
  if (newest.kind === 'file') return { tone: 'plain', text: t('inbox.file', { name: text }) }
  if (newest.mine) return { tone: 'plain', text: t('inbox.mine', { text }) }
  if (newest.author === null) return { tone: 'plain', text }
  return { tone: 'plain', text: t('inbox.theirs', { author: givenName(newest.author), text }) }
}

/** In a narrow list the first name does; names written without blanks stay whole. */
const givenName = (name: string): string => inertLine(name).split(' ')[0] ?? ''

export const ageWords = (since: number, now: number, t: TFunction): string => {
  const { unit, count } = age(since, now)
  return count === 0 ? t('age.now') : t(`age.${unit}`, { count })
}
