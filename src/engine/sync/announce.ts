import type { ChangeTopic, SpaceId } from '../../core/space.ts'
import type { PortalContext } from '../context.ts'
import { rest } from './rest.ts'

/** At most one announcement in this many milliseconds (S1.12). */
const quietMs = 200

export type Announce = {
  readonly changed: (spaceId: SpaceId | null, topics: readonly ChangeTopic[]) => void
  /** Says what is still unsaid, and falls silent. */
  close(): Promise<void>
}

/** Gathers changes and tells of them a few times a second: one space by its id, several as "possibly every space". */
export const createAnnounce = (context: Pick<PortalContext, 'changed' | 'ports'>): Announce => {
  const { clock } = context.ports
  const closing = new AbortController()
  const spaces = new Set<SpaceId | null>()
  const topics = new Set<ChangeTopic>()
  let telling: Promise<void> | undefined

  const tell = (): void => {
    if (topics.size === 0) return
    const [only] = spaces
    const said = [...topics]
    const about = spaces.size === 1 && only !== undefined ? only : null
    spaces.clear()
    topics.clear()
    context.changed(about, said)
  }

  const tellInTurn = async (): Promise<void> => {
    while (topics.size > 0) {
      tell()
      await rest(clock, quietMs, closing.signal)
    }
    telling = undefined
  }

  return {
    changed: (spaceId, named) => {
      if (closing.signal.aborted) return
      spaces.add(spaceId)
      for (const topic of named) topics.add(topic)
      telling ??= tellInTurn()
    },
    close: async () => {
      closing.abort()
      await telling
      tell()
    },
  }
}
