import type { UserId } from '../../../src/core/person.ts'
import type { MessageId } from '../../../src/core/message.ts'
import type { SpaceId } from '../../../src/core/space.ts'
import type { Databases } from '../../../src/engine/storage/databases.ts'
import { operations } from '../../../src/engine/storage/operations.ts'
import type { Random } from '../../portal/random.ts'
import type { Judge } from '../judge.ts'
import { keyUser, type SyncPortal } from './portal.ts'

/** Somebody who deletes messages and thinks again, while the sync goes on (O1.34 to O1.38). */
export type Deletions = {
  /** Perhaps deletes one, undoes one, or has the portal carry one out. */
  step(): void
  /** No message is seen whose deletion is pending or done. */
  judge(): void
  undoAll(): void
}

export const createDeletions = (
  databases: Databases,
  portal: SyncPortal,
  random: Random,
  now: () => number,
  judge: Judge,
): Deletions => {
  const pending = (): readonly MessageId[] =>
    operations['removals.rows'](databases).flatMap(({ id, state }) => (state === 'waiting' ? [id] : []))
  const gone = new Set<MessageId>()

  const add = (): void => {
    const spaceId = random.pick([...portal.spaces.keys()]) as SpaceId
    const shown = operations['messages.all'](databases, { spaceId })
    if (shown.length === 0) return
    const message = random.pick(shown)
    operations['removals.add'](databases, { message, askedBy: keyUser as UserId, undoMs: 0, now: now() })
    judge.note(`deletion of ${message.id} asked for`)
  }
  const undo = (id: MessageId): void => {
    operations['removals.undo'](databases, { id })
    judge.note(`deletion of ${id} undone`)
  }
  /** The portal's answer is noted while pages that were asked for before are still on their way. */
  const carryOut = (id: MessageId): void => {
    for (const space of portal.spaces.values())
      space.messages = space.messages.filter((message) => message.id !== (id as string))
    operations['removals.gone'](databases, { id, now: now() })
    gone.add(id)
    judge.note(`deletion of ${id} carried out`)
  }

  return {
    step: () => {
      const dice = random.between(1, 10)
      const waiting = pending()
      if (dice <= 4) add()
      else if (waiting.length > 0 && dice <= 6) undo(random.pick(waiting))
      else if (waiting.length > 0 && dice <= 8) carryOut(random.pick(waiting))
    },
    judge: () => {
      const unseen = new Set<string>([...gone, ...pending()])
      for (const spaceId of portal.spaces.keys())
        for (const { id } of operations['messages.all'](databases, { spaceId: spaceId as SpaceId }))
          if (unseen.has(id)) judge.accuse('O1.38', `${id} is seen though it is deleted`)
    },
    undoAll: () => {
      for (const id of pending()) undo(id)
    },
  }
}
