import type { Random } from '../portal/random.ts'
import type { Portal } from '../portal/server.ts'
import { note, type Outcome } from './outcome.ts'

/** A message that is to be deleted. `undo`: the person changes their mind at once. */
export type PlannedRemoval = { readonly spaceId: string; readonly id: string; readonly undo: boolean }

/** What was said of each removal, by its number in the plan: a kill may fall between what is done and what is told. */
export type RemovalsTold = Readonly<Record<'begun' | 'kept' | 'undoing' | 'undone', Set<number>>>

export const nothingTold = (): RemovalsTold => ({
  ...{ begun: new Set(), kept: new Set(), undoing: new Set(), undone: new Set() },
})

/** Puts `count` messages of the key's person among those that are there, to be deleted; every fourth is undone. */
export const seedRemovals = (
  { state }: Portal,
  random: Random,
  spaces: readonly string[],
  count: number,
): readonly PlannedRemoval[] =>
  Array.from({ length: count }, (_, number) => {
    const [spaceId, id] = [random.pick(spaces), random.uuid()]
    state.messages(spaceId).append({
      ...{ id, space_id: spaceId, user_id: state.keyUser, content: `Alt ${number}` },
      created_at: '2026-01-05T09:00:00.000Z',
    })
    return { spaceId, id, undo: number % 4 === 3 }
  })

/** Takes note of one line of a process that deletes. */
export const hear = (told: RemovalsTold, line: string): void => {
  const [word, number] = line.split(' ')
  if (word === 'remove') told.begun.add(Number(number))
  if (word === 'removed') told.kept.add(Number(number))
  if (word === 'undo') told.undoing.add(Number(number))
  if (word === 'undone') told.undone.add(Number(number))
}

/** O1.33, O1.35: what was asked for is gone; what was undone, or never asked for, is there. */
export const judgeRemovals = (
  { state }: Portal,
  plan: readonly PlannedRemoval[],
  told: RemovalsTold,
  outcome: Outcome,
): void => {
  for (const [number, { spaceId, id }] of plan.entries()) {
    const there = state.messages(spaceId).get(id) !== undefined
    const asked = told.kept.has(number) && !told.undoing.has(number)
    if (there && asked) outcome.lost += 1
    if (!there && (!told.begun.has(number) || told.undone.has(number))) outcome.corrupt += 1
  }
  note(outcome, 'deletions', told.kept.size)
  note(outcome, 'deletions undone', told.undone.size)
}
