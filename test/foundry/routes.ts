import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { FoundryPerson } from './directory.ts'
import { fieldsOf, filterOf, pageOf, sorted } from './query.ts'
import { refuse } from './refusal.ts'
import { newToken, type Standing } from './state.ts'

const catchAll = { errors: [{ title: 'Public API access is not allowed' }] }

/** What a request asks for after its question mark. `+` is a space: an address that was not escaped finds nobody. */
export const queryOf = (request: FastifyRequest): URLSearchParams =>
  new URLSearchParams(request.url.split('?')[1] ?? '')

/** Refuses whoever has no token that is valid now. */
export const checkToken = (standing: Standing, request: FastifyRequest): void => {
  if (standing.rate.refused() >= standing.behaviour.disableAfter) throw refuse(403, catchAll)
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
  const ends = standing.tokens.get(token)
  if (ends !== undefined && ends > standing.clock.now()) return
  throw refuse(401, {
    error: 'invalid_token',
    error_description: ends === undefined ? 'The access token is invalid' : 'The access token expired',
  })
}

export const serveToken = (app: FastifyInstance, standing: Standing): void => {
  app.post('/oauth/token', async (request) => {
    const form = new URLSearchParams(String(request.body))
    const { clock, tokens, behaviour } = standing
    if (form.get('grant_type') !== 'client_credentials') {
      throw refuse(400, {
        error: 'unsupported_grant_type',
        error_description: 'The grant type is not known.',
      })
    }
    if (
      form.get('client_id') !== standing.clientId ||
      form.get('client_secret') !== standing.clientSecret ||
      standing.rate.refused() >= behaviour.disableAfter
    ) {
      throw refuse(401, {
        error: 'invalid_client',
        error_description: 'Client authentication failed due to unknown client.',
      })
    }
    const token = newToken()
    tokens.set(token, clock.now() + behaviour.tokenSeconds * 1000)
    return {
      ...{ access_token: token, token_type: 'Bearer', expires_in: behaviour.tokenSeconds },
      created_at: Math.floor(clock.now() / 1000),
    }
  })
}

export const servePeople = (app: FastifyInstance, standing: Standing): void => {
  const { directory, behaviour } = standing
  let turn = 0

  const listPeople = async (request: FastifyRequest) => {
    const query = queryOf(request)
    const fields = fieldsOf(query)
    turn += 1
    const found = sorted(directory.people.filter(filterOf(query)), query, turn)
    const { number, size, pair } = pageOf(query, behaviour.pageNames)
    const rows = found.slice((number - 1) * size, number * size)
    const more = number * size < found.length
    if (behaviour.insertBetweenPages > 0 && more) directory.insert(behaviour.insertBetweenPages)
    return {
      data: rows.map((person) => printPerson(person, fields)),
      links: behaviour.links ? { next: more ? nextLink(request, query, pair, number + 1, size) : null } : {},
      meta: behaviour.total ? { total_count: found.length } : {},
      included: [],
    }
  }
  app.get('/v1/admin/users', listPeople)
  app.get('/v1/admin/users/', listPeople)

  app.get('/v1/admin/locations', async () => ({
    data: directory.locations.map(({ id, ...attributes }) => ({ id, type: 'locations', attributes })),
    links: { next: null },
    meta: { total_count: directory.locations.length },
  }))

  app.get('/v1/admin/categories', async (request) => {
    const wanted = queryOf(request).get('include') === 'category_labels'
    const labels = directory.categories.flatMap((category) => category.labels)
    return {
      data: directory.categories.map(({ id, name, labels: own }) => ({
        ...{ id, type: 'categories', attributes: { name } },
        relationships: {
          category_labels: { data: own.map((label) => ({ id: label.id, type: 'category_labels' })) },
        },
      })),
      included: wanted
        ? labels.map(({ id, name }) => ({ id, type: 'category_labels', attributes: { name } }))
        : [],
      links: { next: null },
      meta: { total_count: directory.categories.length },
    }
  })
}

const nextLink = (
  request: FastifyRequest,
  query: URLSearchParams,
  pair: readonly [string, string],
  number: number,
  size: number,
): string => {
  const next = new URLSearchParams(query)
  next.set(pair[0], String(number))
  next.set(pair[1], String(size))
  return `http://${request.headers.host ?? ''}/v1/admin/users?${next.toString()}`
}

const printPerson = (person: FoundryPerson, fields: readonly (keyof FoundryPerson)[]) => ({
  ...{ id: person.id, type: 'users' },
  attributes: Object.fromEntries(fields.map((field) => [field, person[field]])),
  relationships: {},
})

export const serveProgress = (app: FastifyInstance, standing: Standing): void => {
  const { directory } = standing
  /** Scrolls under way: what is left of them. */
  const scrolls = new Map<string, { readonly rest: readonly string[]; readonly since: string }>()

  app.get('/v1/progress/user_assignments', async (request, reply) => {
    const query = queryOf(request)
    const size = Math.min(500, Number(query.get('scroll_size') ?? 100))
    const scroll = query.get('scroll_id')
    if (scroll !== null && !scrolls.has(scroll)) throw refuse(404, { errors: [{ title: 'No such scroll' }] })
    const since = Date.parse(query.get('since') ?? '1970-01-01T00:00:00Z')
    if (Number.isNaN(since)) throw refuse(400, { errors: [{ title: 'since is not a time' }] })
    const { rest, since: until } =
      scroll === null
        ? begin(since)
        : (scrolls.get(scroll) ?? { rest: [], since: new Date(since).toISOString() })
    if (rest.length === 0) return reply.code(204).send()
    if (scroll !== null) scrolls.delete(scroll)
    const ids = rest.slice(0, size)
    const left = rest.slice(size)
    const next = left.length === 0 ? null : newToken()
    if (next !== null) scrolls.set(next, { rest: left, since: until })
    return { next: { since: until, scroll_id: next, scroll_size: size }, data: ids.flatMap(print) }
  })

  const begin = (since: number) => {
    const changed = directory.assignments
      .filter(({ changedAt }) => changedAt > since)
      .toSorted((a, b) => a.changedAt - b.changedAt)
    const newest = changed.at(-1)?.changedAt ?? since
    return { rest: changed.map(({ id }) => id), since: new Date(newest).toISOString() }
  }

  const print = (id: string) => {
    const one = directory.assignments.find((each) => each.id === id)
    const person = directory.people.find((each) => each.id === one?.userId)
    if (one === undefined || person === undefined) return []
    return [
      {
        user: { id: person.id, email: person.email },
        assignment: { id: one.id, name: one.name },
        progress: [
          {
            ...{ name: one.name, due_on: one.due_on, content_status: one.status },
            percent_completed: one.percent,
          },
        ],
        past_due: one.status !== 'completed' && Date.parse(one.due_on) < standing.clock.now(),
      },
    ]
  }
}

const change = z.object({
  data: z.object({
    type: z.string(),
    id: z.string().optional(),
    attributes: z.object({
      email: z.string().optional(),
      first_name: z.string().optional(),
      location_id: z.number().optional(),
    }),
  }),
})

/** The one write the stand-in knows: it is there for how a write fails. */
export const serveChange = (app: FastifyInstance, standing: Standing): void => {
  const { directory, behaviour } = standing
  const work = async (request: FastifyRequest) => {
    const body = change.safeParse(request.body)
    if (!body.success) throw refuse(409, { errors: [{ title: 'The schema of the payload is wrong' }] })
    const { id = (request.params as { readonly id?: string }).id, attributes } = body.data.data
    if (id === undefined) throw refuse(422, { errors: [{ title: 'id is missing' }] })
    const person = directory.people.find((each) => each.id === id)
    if (person === undefined) throw refuse(404, { errors: [{ title: `Couldn't find User with 'id'=${id}` }] })
    const { email, location_id: place } = attributes
    if (place !== undefined && !directory.locations.some((each) => Number(each.id) === place)) {
      throw refuse(404, { errors: [{ title: `Couldn't find Location with 'id'=${place}` }] })
    }
    if (email !== undefined && directory.people.some((each) => each.id !== id && each.email === email)) {
      throw refuse(422, [
        {
          ...{ id: 'user_rule_set', uid: null },
          errors: [
            { field_name: 'email', message: `${email} has already been taken` },
            { field_name: 'sso_id', message: 'must be unique' },
          ],
        },
      ])
    }
    Object.assign(person, attributes)
    return { data: { id, type: 'users', attributes: { first_name: person.first_name, email: person.email } } }
  }
  app.patch('/v1/admin/users/:id', async (request) => {
    if (behaviour.noPatch) throw refuse(405, '<html><body>Invalid Method</body></html>')
    return work(request)
  })
  app.post('/v1/admin/users/:id', async (request) => {
    if (request.headers['x-http-method-override'] === 'PATCH') return work(request)
    throw refuse(404, { errors: [{ title: 'Not found' }] })
  })
}
