import { z } from 'zod'
import type {
  FoundryCategory,
  FoundryLocation,
  FoundryPerson,
  FoundryProgress,
} from '../../core/foundry/records.ts'

// JSON:API as Foundry answers it, turned into core's shapes once, at the edge.

const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === undefined || value === null || value === '' ? null : String(value)))

/** Labels come as names, or as things that have one. */
const labels = z
  .array(z.union([z.string(), z.looseObject({ name: z.string() }).transform(({ name }) => name)]))
  .nullish()
  .transform((names) => names ?? [])

const list = <T extends z.ZodType>(item: T) =>
  z.object({
    data: z.array(item),
    links: z.looseObject({ next: z.string().nullish() }).nullish(),
    meta: z.looseObject({ total_count: z.number().int().nullish() }).nullish(),
    included: z.array(z.looseObject({ id: z.string(), type: z.string() })).nullish(),
  })

export const peopleWire = list(
  z
    .object({
      id: z.string().min(1).max(128),
      attributes: z.looseObject({
        ...{ email: text, first_name: text, last_name: text, sso_id: text, employee_id: text },
        ...{ student_id: text, location_id: text, active: z.boolean().nullish(), category_labels: labels },
      }),
    })
    .transform(({ id, attributes }): FoundryPerson => ({
      ...{ id, email: attributes.email, firstName: attributes.first_name, lastName: attributes.last_name },
      ...{ ssoId: attributes.sso_id, employeeId: attributes.employee_id, studentId: attributes.student_id },
      ...{ locationId: attributes.location_id, active: attributes.active ?? null },
      labels: attributes.category_labels,
    })),
)

export const locationsWire = list(
  z
    .object({ id: z.string(), attributes: z.looseObject({ name: text }) })
    .transform(({ id, attributes }): FoundryLocation => ({ id, name: attributes.name ?? id })),
)

const relation = z.object({
  category_labels: z.object({ data: z.array(z.object({ id: z.string() })) }).nullish(),
})

export const categoriesWire = list(
  z.object({
    id: z.string(),
    attributes: z.looseObject({ name: text }),
    relationships: relation.nullish(),
  }),
)

/** Categories with their labels, whose names stand beside them as included resources. */
export const categoriesOf = ({
  data,
  included,
}: z.output<typeof categoriesWire>): readonly FoundryCategory[] => {
  const named = z.looseObject({ attributes: z.looseObject({ name: z.string() }) })
  const names = new Map<string, string>()
  for (const one of included ?? []) {
    const read = named.safeParse(one)
    if (one.type === 'category_labels' && read.success) names.set(one.id, read.data.attributes.name)
  }
  return data.map(({ id, attributes, relationships }) => ({
    ...{ id, name: attributes.name ?? id },
    labels: (relationships?.category_labels?.data ?? []).map((label) => ({
      ...{ id: label.id, name: names.get(label.id) ?? label.id },
    })),
  }))
}

const step = z.looseObject({
  name: text,
  due_on: text,
  content_status: text,
  percent_completed: z.number().nullish(),
})

export const progressWire = z.object({
  next: z.looseObject({ since: z.string().nullish(), scroll_id: z.string().nullish() }),
  data: z.array(
    z
      .looseObject({
        user: z.looseObject({ id: z.string(), email: text }),
        assignment: z.looseObject({ id: text, name: text }),
        progress: z.array(step).nullish(),
        past_due: z.boolean().nullish(),
      })
      .transform(({ user, assignment, progress, past_due: late }): FoundryProgress => {
        const steps = progress ?? []
        const known = steps.flatMap(({ percent_completed: percent }) => (percent == null ? [] : [percent]))
        return {
          ...{ userId: user.id, email: user.email, assignmentId: assignment.id ?? assignment.name ?? '' },
          ...{
            name: assignment.name ?? steps[0]?.name ?? '',
            status: statusOf(steps.map((one) => one.content_status)),
          },
          percent: known.length === 0 ? null : Math.round(known.reduce((a, b) => a + b, 0) / known.length),
          dueOn: steps.find((one) => one.due_on !== null)?.due_on ?? null,
          pastDue: late ?? false,
        }
      }),
  ),
})

/** An assignment of several parts is what its parts have in common, or under way. */
const statusOf = (statuses: readonly (string | null)[]): string | null => {
  const [first] = statuses
  if (first === undefined) return null
  return statuses.every((status) => status === first) ? first : 'started'
}
