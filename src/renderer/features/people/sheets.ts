import { create } from 'zustand'
import type { PersonDetail } from '../../../core/people/directory-views.ts'
import type { SetupId, SpaceTemplate, SpaceTemplateId } from '../../../core/people/space-template.ts'
import type { GroupId, UserId } from '../../../core/person.ts'
import type { SpaceId } from '../../../core/space.ts'

/** What lies over the window while people, groups and spaces are managed. */
export type Sheet =
  | { readonly kind: 'person'; readonly person: PersonDetail | null }
  | { readonly kind: 'group'; readonly groupId: GroupId | null }
  | { readonly kind: 'space'; readonly spaceId: SpaceId | null; readonly users: readonly UserId[] }
  | { readonly kind: 'remove'; readonly what: Removed; readonly name: string }
  | {
      readonly kind: 'viewers'
      readonly spaceId: SpaceId
      readonly of: 'space' | 'file'
      readonly name: string
    }
  | { readonly kind: 'template'; readonly template: SpaceTemplate | null }
  | {
      readonly kind: 'apply'
      readonly templateId: SpaceTemplateId | null
      readonly people: readonly UserId[]
    }
  | { readonly kind: 'setup'; readonly setupId: SetupId }

export type Removed =
  | { readonly kind: 'person'; readonly id: UserId }
  | { readonly kind: 'group'; readonly id: GroupId }
  | { readonly kind: 'space'; readonly id: SpaceId }

export type PeoplePart = 'people' | 'groups' | 'templates'

type PeoplePlace = {
  readonly sheet: Sheet | null
  readonly part: PeoplePart
  readonly personId: UserId | null
  readonly groupId: GroupId | null
}

const beginning: PeoplePlace = { sheet: null, part: 'people', personId: null, groupId: null }

/** Where in managing people one is. */
export const usePeoplePlace = create<PeoplePlace>(() => beginning)

const set = usePeoplePlace.setState

export const openSheet = (sheet: Sheet): void => set({ sheet })
export const closeSheet = (): void => set({ sheet: null })
export const showPart = (part: PeoplePart): void => set({ part })
export const showPerson = (personId: UserId | null): void => set({ part: 'people', personId })
export const showGroup = (groupId: GroupId | null): void => set({ part: 'groups', groupId })
/** What was on screen belongs to another portal. */
export const leavePeople = (): void => set(beginning)
