import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { foundryFault } from './faults.ts'
import type { Standing } from './state.ts'

const behaviour = z.strictObject({
  pageNames: z.enum(['both', 'number-size', 'page-per_page', 'ignored']).optional(),
  tokenSeconds: z.int().min(1).optional(),
  retryAfter: z.boolean().optional(),
  insertBetweenPages: z.int().min(0).optional(),
  links: z.boolean().optional(),
  total: z.boolean().optional(),
  redirectTo: z.url().nullable().optional(),
  disableAfter: z.int().min(1).optional(),
  noPatch: z.boolean().optional(),
})

/** Routes below /__control: no token, no rate. */
export const serveControl = (app: FastifyInstance, standing: Standing): void => {
  const { clock, faults, directory, rate, seen, tokens } = standing
  app.post('/__control/faults', async (request) => {
    faults.add(foundryFault.parse(request.body))
    return { ok: true }
  })
  app.delete('/__control/faults', async () => {
    faults.clear()
    return { ok: true }
  })
  app.post('/__control/clock', async (request) => {
    clock.advance(z.object({ advanceMs: z.number() }).parse(request.body).advanceMs)
    return { now: clock.now() }
  })
  app.post('/__control/behaviour', async (request) => {
    const chosen = behaviour.parse(request.body)
    Object.assign(
      standing.behaviour,
      Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined)),
    )
    return standing.behaviour
  })
  app.post('/__control/people', async (request) => {
    directory.insert(z.object({ count: z.int().min(1).max(10_000) }).parse(request.body).count)
    return { people: directory.people.length }
  })
  app.post('/__control/tokens/end', async () => {
    tokens.clear()
    return { ok: true }
  })
  app.get('/__control/log', async () => ({ requests: seen }))
  app.get('/__control/state', async () => ({
    people: directory.people.length,
    locations: directory.locations,
    categories: directory.categories,
    rate: { peak: rate.peak(), refused: rate.refused(), total: rate.total() },
    behaviour: standing.behaviour,
  }))
}
