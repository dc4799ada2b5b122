import { z } from 'zod'
import type { FoundryProgress } from '../foundry/records.ts'
import { emailKey } from '../people/email.ts'
import type { UserId } from '../person.ts'
import type { Config } from './config.ts'

/** The key of an app's configuration that training status goes into, unless another is chosen (C1.21). */
export const usualTrainingKey = 'training'

export const trainingCourse = z.object({
  name: z.string(),
  status: z.string().nullable(),
  /** 0 to 100. */
  percent: z.number().nullable(),
  dueOn: z.string().nullable(),
  pastDue: z.boolean(),
})
export type TrainingCourse = z.infer<typeof trainingCourse>

export const trainingStatus = z.object({
  assigned: z.number().int(),
  completed: z.number().int(),
  pastDue: z.number().int(),
  /** The next day on which something that is not completed is due; null: nothing is. */
  nextDue: z.string().nullable(),
  courses: z.array(trainingCourse),
})
export type TrainingStatus = z.infer<typeof trainingStatus>

const isCompleted = ({ status, percent }: TrainingCourse): boolean =>
  status === 'completed' || (status === null && percent === 100)

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** C1.20: of one person's standings, in an order of its own and with no time but Foundry's. */
export const statusOf = (standings: readonly FoundryProgress[]): TrainingStatus => {
  const courses = standings
    .toSorted((a, b) => byText(a.name, b.name) || byText(a.assignmentId, b.assignmentId))
    .map(({ name, status, percent, dueOn, pastDue }) => ({ name, status, percent, dueOn, pastDue }))
  const open = courses.filter((course) => !isCompleted(course))
  return {
    assigned: courses.length,
    completed: courses.length - open.length,
    pastDue: open.filter(({ pastDue }) => pastDue).length,
    nextDue:
      open
        .flatMap(({ dueOn }) => dueOn ?? [])
        .toSorted(byText)
        .at(0) ?? null,
    courses,
  }
}

/** As a value of a configuration. */
export const statusValue = (status: TrainingStatus): Config => ({ ...status })

export type Linked = {
  readonly links: readonly { readonly sourceId: string; readonly userId: UserId }[]
  readonly users: readonly { readonly id: UserId; readonly email: string }[]
}

/** C1.19: the standings of each person of the portal; those of nobody are counted. */
export const standingsByPerson = (
  standings: readonly FoundryProgress[],
  { links, users }: Linked,
): { readonly people: ReadonlyMap<UserId, readonly FoundryProgress[]>; readonly strangers: number } => {
  const known = new Set(users.map(({ id }) => id))
  const linked = new Map(links.map(({ sourceId, userId }) => [sourceId, userId]))
  const byEmail = new Map<string, UserId | null>()
  for (const { id, email } of users) {
    // An address of several people leads to nobody.
    byEmail.set(emailKey(email), byEmail.has(emailKey(email)) ? null : id)
  }
  const people = new Map<UserId, FoundryProgress[]>()
  const strangers = new Set<string>()
  for (const standing of standings) {
    const link = linked.get(standing.userId)
    const found =
      link !== undefined && known.has(link)
        ? link
        : ((standing.email === null ? null : byEmail.get(emailKey(standing.email))) ?? null)
    if (found === null) strangers.add(standing.userId)
    else people.set(found, [...(people.get(found) ?? []), standing])
  }
  return { people, strangers: strangers.size }
}
