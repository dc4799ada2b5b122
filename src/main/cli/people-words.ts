import type { FoundryWait } from '../../core/foundry/wait.ts'
import type { DecisionReason, SkipReason } from '../../core/people/import-plan.ts'
import type { ImportRowView, ImportView } from '../../core/people/import-views.ts'
import { explain } from './words.ts'

const reasons: Readonly<Record<DecisionReason | SkipReason, string>> = {
  'same-person-twice': 'several rows are about this person or address; keep one of them',
  'person-gone': 'the person it was linked to has left the portal',
  'link-and-address': 'it is linked to one person, and another has its address',
  'address-of-several': 'several people of the portal have this address',
  'no-email': 'it has no e-mail address',
  'bad-email': 'its e-mail address is none',
  inactive: 'not active',
  decided: 'left out as decided',
}

const reasonOf = (reason: string | null): string =>
  Object.entries(reasons).find(([code]) => code === reason)?.[1] ?? reason ?? ''

const waits: Readonly<Record<FoundryWait['why'], string>> = {
  pace: 'EVERFI Foundry takes so many requests a minute. Going on at',
  busy: 'EVERFI Foundry asks for fewer requests. Going on at',
  down: 'EVERFI Foundry does not answer right now. Trying again at',
}

/** A pause of Foundry's that is long enough to be wondered about; null for the others. */
export const foundryWaitWords = ({ until, why }: FoundryWait, now: number): string | null =>
  until - now < 2_000 ? null : `${waits[why]} ${new Date(until).toTimeString().slice(0, 8)}.`

/** What an import would do, in a sentence or two. */
export const planLine = ({ sums, groups, invitations, complete, shrunk }: ImportView): string => {
  const parts = [
    `${sums.new} to add, ${sums.changed} to change, ${sums.same} the same, ${sums.decision} to decide, ${sums.skipped} left out.`,
    invitations === 0 ? 'No e-mail is sent.' : `${invitations} invitations are sent.`,
    ...groups.map(({ name, isNew, add, ambiguous }) =>
      ambiguous
        ? `Several groups are called ${name}: it is left alone.`
        : `${isNew ? 'New group' : 'Group'} ${name}: ${add} to add.`,
    ),
    ...(complete ? [] : ['The source could not be read whole.']),
    ...(shrunk ? ['It has over a fifth fewer rows than the last time. Nobody is removed.'] : []),
  ]
  return parts.join('\n')
}

/** One row: who it is, what becomes of it and why. */
export const rowLine = ({ row, kind, changes, reason, phase, problem, outcome }: ImportRowView): string => {
  const who = `${row.line === null ? '' : `line ${row.line}: `}${row.email ?? row.sourceId ?? 'a row'}`
  if (phase === 'failed' && problem !== null) return `${who}: ${explain(problem)}`
  if (outcome !== null) return `${who}: ${outcome}`
  if (kind === 'changed') {
    const words = changes.map(({ field, from, to }) => `${field} ${from ?? '(empty)'} → ${to}`)
    return `${who}: ${words.join(', ')}`
  }
  return `${who}: ${kind === 'new' ? 'add' : reasonOf(reason)}`
}
