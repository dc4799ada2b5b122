import { create } from 'zustand'
import type { FileId } from '../../core/file.ts'
import type { MessageId } from '../../core/message.ts'
import type { PortalId } from '../../core/portal.ts'
import type { SpaceId } from '../../core/space.ts'
import type { FanOutId } from '../../core/transfers/fan-out-views.ts'
import type { PlanId } from '../../core/transfers/views.ts'
import { remember, remembered } from './memory.ts'

export type TransfersPart = 'jobs' | 'watch'
export type View =
  'inbox' | 'people' | 'apps' | 'import' | 'transfers' | 'fan-out' | 'mailing' | 'settings' | 'connect'
export type Tab = 'messages' | 'files' | 'people' | 'activity'

/** Something to bring into view once its list is read. `turn` makes the same jump count twice. */
type Jump =
  | { readonly kind: 'message'; readonly messageId: MessageId; readonly turn: number }
  | { readonly kind: 'file'; readonly fileId: FileId; readonly turn: number }

/** An upload on its way to being planned: where it goes and what was dropped. */
export type Drop = {
  readonly portalId: PortalId
  readonly spaceId: SpaceId
  readonly folderId: FileId | null
  readonly path: string
  /** What was dropped; or a plan that was kept for later. */
  readonly dropId: string
  readonly savedPlan?: PlanId
  /** What was written to go with the files, as one job (O1.18), and who hears that it was started. */
  readonly message?: string
  readonly started?: () => void
}

type Place = {
  readonly view: View
  readonly portalId: PortalId | null
  readonly spaceId: SpaceId | null
  readonly tab: Tab
  readonly folderId: FileId | null
  readonly jump: Jump | null
  /** What is searched for in the inbox, and on the People screen. */
  readonly query: string
  readonly peopleQuery: string
  readonly overlay: 'palette' | 'shortcuts' | null
  /** Whose plan is on the screen. */
  readonly drop: Drop | null
  /** Drops that came while that one's was: their plans are shown after it. */
  readonly dropsAfter: readonly Drop[]
  /** A saved dry run that the screen of many spaces opens with. */
  readonly savedFanOut: FanOutId | null
  readonly transfersOpen: boolean
  /** What the Transfers screen shows. */
  readonly transfersPart: TransfersPart
}

/** Where in the window a person is: the only state that lives here and nowhere else. */
export const usePlace = create<Place>(() => ({
  view: 'inbox',
  portalId: remembered('portal') as PortalId | null,
  spaceId: null,
  tab: 'messages',
  folderId: null,
  jump: null,
  query: '',
  peopleQuery: '',
  overlay: null,
  drop: null,
  dropsAfter: [],
  savedFanOut: null,
  transfersOpen: false,
  transfersPart: 'jobs',
}))

const set = usePlace.setState

export const goTo = (view: View): void => set({ view, overlay: null })

export const goToPortal = (portalId: PortalId): void => {
  remember('portal', portalId)
  if (usePlace.getState().portalId === portalId) return
  set({ portalId, spaceId: null, folderId: null, jump: null, query: '', peopleQuery: '', tab: 'messages' })
}

export const openSpace = (spaceId: SpaceId, tab?: Tab): void => {
  const now = usePlace.getState()
  const same = now.spaceId === spaceId
  set({
    view: 'inbox',
    overlay: null,
    spaceId,
    tab: tab ?? (same ? now.tab : 'messages'),
    folderId: same ? now.folderId : null,
    jump: same ? now.jump : null,
  })
}

export const closeSpace = (): void => set({ spaceId: null, folderId: null, jump: null, tab: 'messages' })

export const openTab = (tab: Tab): void => set({ tab })

export const openFolder = (folderId: FileId | null): void => set({ folderId, jump: null })

let jumps = 0

/** What was searched for stays: a search goes over every portal, and its hits are looked at one after another. */
const goToHitsPortal = (portalId: PortalId): void => {
  const { query } = usePlace.getState()
  goToPortal(portalId)
  set({ query })
}

/** Opens a space that was found, of whichever portal. */
export const jumpToSpace = (portalId: PortalId, spaceId: SpaceId): void => {
  goToHitsPortal(portalId)
  openSpace(spaceId)
}

export const jumpToMessage = (portalId: PortalId, spaceId: SpaceId, messageId: MessageId): void => {
  goToHitsPortal(portalId)
  const jump: Jump = { kind: 'message', messageId, turn: ++jumps }
  set({ view: 'inbox', spaceId, tab: 'messages', folderId: null, jump })
}

export const jumpToFile = (
  portalId: PortalId,
  spaceId: SpaceId,
  folderId: FileId | null,
  fileId: FileId,
): void => {
  goToHitsPortal(portalId)
  set({ view: 'inbox', spaceId, tab: 'files', folderId, jump: { kind: 'file', fileId, turn: ++jumps } })
}

export const endJump = (): void => set({ jump: null })

export const setQuery = (query: string): void => set({ query })

export const setPeopleQuery = (peopleQuery: string): void => set({ peopleQuery })

export const openOverlay = (overlay: 'palette' | 'shortcuts' | null): void => set({ overlay })

export const openSavedFanOut = (portalId: PortalId, savedFanOut: FanOutId): void => {
  goToPortal(portalId)
  set({ view: 'fan-out', overlay: null, savedFanOut })
}

/** The saved dry run is being opened: the next time the screen opens it is empty. */
export const takeSavedFanOut = (): void => set({ savedFanOut: null })

/** Shows a drop's plan, after the one that is on the screen where there is one. */
export const planDrop = (next: Drop): void =>
  set(({ drop, dropsAfter }) => (drop === null ? { drop: next } : { dropsAfter: [...dropsAfter, next] }))

/** A drop's plan has started or was closed. An answer that comes late closes no other one's. */
export const endDrop = (ended: Drop): void =>
  set(({ drop, dropsAfter }) => {
    const left = dropsAfter.filter((each) => each !== ended)
    if (drop !== ended) return { dropsAfter: left }
    return { drop: left[0] ?? null, dropsAfter: left.slice(1) }
  })

export const openTransfers = (transfersOpen: boolean): void => set({ transfersOpen })

export const showTransfers = (transfersPart: TransfersPart): void => set({ transfersPart })
