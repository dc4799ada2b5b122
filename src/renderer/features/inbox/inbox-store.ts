import { create } from 'zustand'
import type { Shown, SpaceChange } from '../../../core/inbox/shelf.ts'
import { between } from '../../../core/inbox/view-rules.ts'
import type { PortalId } from '../../../core/portal.ts'
import type { SpaceId, SpaceSummary } from '../../../core/space.ts'
import { inOrderOf } from './use-steady-order.ts'

/** What undoes an action: what it changed (I1.5). */
export type Undo = {
  readonly portalId: PortalId
  readonly changes: readonly SpaceChange[]
  readonly words: string
}

type InboxState = {
  /** The rows of the view, in the order they should stand. */
  readonly rows: readonly SpaceId[]
  /** The order they are held in while somebody aims at one; null: in none. */
  readonly held: readonly SpaceId[] | null
  /** The newest time the window shows of each space; null: nothing yet. An action counts up to it (I1.2). */
  readonly newest: ReadonlyMap<SpaceId, number | null>
  readonly selected: ReadonlySet<SpaceId>
  /** The keyboard's row in the list; by id, for rows move as news come in. */
  readonly cursor: SpaceId | null
  /** Where a selection over several rows began. */
  readonly anchor: SpaceId | null
  readonly undos: readonly Undo[]
  /** Whose snooze is being chosen; null: nobody's. */
  readonly snoozing: readonly SpaceId[] | null
  /** Whom the next message to many spaces is for, to begin with. */
  readonly chosenForMailing: { readonly ids: readonly SpaceId[]; readonly byHand: boolean } | null
}

const nothing: ReadonlySet<SpaceId> = new Set()

export const useInbox = create<InboxState>(() => ({
  rows: [],
  held: null,
  newest: new Map(),
  selected: nothing,
  cursor: null,
  anchor: null,
  undos: [],
  snoozing: null,
  chosenForMailing: null,
}))

const set = useInbox.setState

/** What the list shows now, so that a selection never outlives it: keys must not act on rows nobody sees. */
export const showRows = (rows: readonly SpaceId[]): void =>
  set(({ selected, anchor }) => {
    const there = new Set(rows)
    const kept = [...selected].filter((id) => there.has(id))
    return {
      rows,
      ...(kept.length === selected.size ? {} : { selected: new Set(kept) }),
      ...(anchor !== null && !there.has(anchor) ? { anchor: null } : {}),
    }
  })

export const holdOrder = (held: readonly SpaceId[] | null): void => set({ held })

/** The rows in the order they are on screen: who comes next, and what lies between two, is looked up here. */
export const rowsOnScreen = (): readonly SpaceId[] => {
  const { rows, held } = useInbox.getState()
  return held === null
    ? rows
    : inOrderOf(
        held,
        rows.map((id) => ({ id })),
      ).map(({ id }) => id)
}

export const showNewest = (spaces: readonly Pick<SpaceSummary, 'id' | 'newest'>[]): void =>
  set({ newest: new Map(spaces.map(({ id, newest }) => [id, newest?.at ?? null])) })

/** What the window shows of these spaces, where it shows them. */
export const shownOf = (ids: readonly SpaceId[]): readonly Shown[] => {
  const { newest } = useInbox.getState()
  return ids.flatMap((spaceId) => {
    const at = newest.get(spaceId)
    return at === undefined ? [] : [{ spaceId, at }]
  })
}

export const setCursor = (cursor: SpaceId | null): void => set({ cursor })

export const deselect = (ids: readonly SpaceId[]): void =>
  set(({ selected, anchor }) => {
    const left = [...selected].filter((id) => !ids.includes(id))
    return { selected: new Set(left), anchor: left.length === 0 ? null : anchor }
  })

export const clearSelection = (): void => set({ selected: nothing, anchor: null })

export const selectAll = (): void => set(({ rows }) => ({ selected: new Set(rows) }))

export const toggleSelected = (id: SpaceId): void =>
  set(({ selected }) => {
    const next = new Set(selected)
    if (!next.delete(id)) next.add(id)
    return { selected: next, anchor: id }
  })

/** Selects everything from where the selection began to this row; what was selected stays. */
export const selectUpTo = (id: SpaceId, from: SpaceId | null): void =>
  set(({ selected, anchor }) => {
    const begin = anchor ?? from
    return { selected: new Set([...selected, ...between(rowsOnScreen(), begin, id)]), anchor: begin ?? id }
  })

export const chooseSnooze = (snoozing: readonly SpaceId[] | null): void => set({ snoozing })

/** By hand: they are selected, and not only the row the cursor stands on. */
export const chooseForMailing = (ids: readonly SpaceId[]): void =>
  set(({ selected }) => ({ chosenForMailing: { ids, byHand: selected.size > 0 } }))

/** The spaces the writer is to open with, once. */
export const takeChosenForMailing = (): InboxState['chosenForMailing'] => {
  const { chosenForMailing } = useInbox.getState()
  set({ chosenForMailing: null })
  return chosenForMailing
}

const keptUndos = 30

export const rememberUndo = (undo: Undo): void =>
  set(({ undos }) => ({ undos: [...undos.slice(1 - keptUndos), undo] }))

/** Takes an action off the list of what can be undone: the newest, or a certain one. Undefined when it is gone. */
export const takeUndo = (wanted?: Undo): Undo | undefined => {
  const { undos } = useInbox.getState()
  const undo = wanted === undefined ? undos.at(-1) : undos.find((each) => each === wanted)
  if (undo !== undefined) set({ undos: undos.filter((each) => each !== undo) })
  return undo
}
