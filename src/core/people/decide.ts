import type { UserId } from '../person.ts'
import { emailKey } from './email.ts'
import type { PlannedPerson } from './import-plan.ts'
import { decidedNew, decidedSkip, type ImportChoices } from './import-row.ts'
import type { RowDecision } from './import-views.ts'

/**
 * P1.4: the choices after a decision about one row. "keep" says that of several rows about one person this one counts:
 * the others are left out. "open" takes a decision back, and with it those it brought about.
 */
export const decide = (
  choices: ImportChoices,
  people: readonly PlannedPerson[],
  key: string,
  decision: RowDecision,
): ImportChoices => {
  const row = people.find((each) => each.key === key)
  if (row === undefined) return choices
  const decisions = { ...choices.decisions }
  switch (decision.is) {
    case 'person':
      decisions[key] = decision.userId
      break
    case 'new':
      decisions[key] = decidedNew
      break
    case 'skip':
      decisions[key] = decidedSkip
      break
    case 'keep':
      for (const other of doublesOf(row, people)) decisions[other.key] = decidedSkip
      Reflect.deleteProperty(decisions, key)
      break
    case 'open':
      Reflect.deleteProperty(decisions, key)
      for (const other of doublesOf(row, people)) Reflect.deleteProperty(decisions, other.key)
  }
  return { ...choices, decisions }
}

/** Other rows that lead, or led before they were left out, to the same person, address or id of the source. */
const doublesOf = (row: PlannedPerson, people: readonly PlannedPerson[]): readonly PlannedPerson[] => {
  const { email, sourceId } = row.row
  const targets = new Set<UserId>(targetsOf(row))
  return people.filter(
    (each) =>
      each.key !== row.key &&
      ((email !== null && each.row.email !== null && emailKey(each.row.email) === emailKey(email)) ||
        (sourceId !== null && each.row.sourceId === sourceId) ||
        targetsOf(each).some((id) => targets.has(id))),
  )
}

const targetsOf = (person: PlannedPerson): readonly UserId[] => {
  switch (person.kind) {
    case 'decision':
      return person.candidates
    case 'changed':
    case 'same':
      return [person.userId]
    case 'new':
    case 'skipped':
      return []
  }
}
