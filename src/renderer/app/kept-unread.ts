import type { SpaceId } from '../../core/space.ts'

const listeners = new Set<(spaceIds: readonly SpaceId[]) => void>()

/** Says that a person calls these spaces unread, so that an open one is not read again by being in view. */
export const keepUnread = (spaceIds: readonly SpaceId[]): void => {
  for (const hear of listeners) hear(spaceIds)
}

/** Answers the function that stops listening. */
export const onKeptUnread = (hear: (spaceIds: readonly SpaceId[]) => void): (() => void) => {
  listeners.add(hear)
  return () => void listeners.delete(hear)
}
