import { fail } from '../../../core/failure.ts'
import { err, ok, type Result } from '../../../core/result.ts'
import type { MarkedText, SearchHit } from '../../../core/search/hit.ts'
import { searchOrder } from '../../../core/search/ranked.ts'
import type { Engine } from '../../../engine/engine.ts'
import type { PortalEngine } from '../../../engine/portal.ts'
import { searchPortals } from '../../../engine/reads/search.ts'
import { type CommandFunction, withEngine } from '../session.ts'

const plain = (marked: MarkedText): string => marked.map((piece) => piece.text).join('')

const line = (hit: SearchHit): string => {
  switch (hit.kind) {
    case 'message':
      return `message\t${hit.spaceName}\t${new Date(hit.at).toISOString()}\t${hit.author}\t${plain(hit.snippet)}`
    case 'file':
      return [
        `file\t${hit.spaceName}\t${new Date(hit.at).toISOString()}\t${plain(hit.snippet)}`,
        ...(hit.inside === null ? [] : [plain(hit.inside.snippet)]),
      ].join('\t')
    case 'space':
      return `space\t${plain(hit.snippet)}`
    case 'person':
      return `person\t${plain(hit.snippet)}\t${hit.email}\t${hit.role}`
  }
}

const asJson = (hit: SearchHit): object => ({
  ...hit,
  snippet: plain(hit.snippet),
  ...(hit.kind === 'file' && hit.inside !== null
    ? { inside: { page: hit.inside.page, snippet: plain(hit.inside.snippet) } }
    : {}),
})

const opened = async (engine: Engine, name: string | undefined): Promise<Result<readonly PortalEngine[]>> => {
  const portals: PortalEngine[] = []
  for (const known of engine.portals.list()) {
    if (name !== undefined && known.name !== name && known.id !== name) continue
    const portal = await engine.open(known.id)
    if (!portal.ok) return portal
    portals.push(portal.value)
  }
  if (portals.length === 0) return err(fail('unknown-portal', { about: name ?? 'any name' }))
  return ok(portals)
}

/** Searches the archives on this computer; asks no portal. */
export const search: CommandFunction = async (invocation) => {
  const { words, flags, output } = invocation
  const query = words.join(' ')
  if (query.trim() === '') return err(fail('usage', { detail: 'Name what to search for.' }))
  const limit = Number(flags.limit ?? '50')
  if (!Number.isInteger(limit) || limit < 1 || limit > 200) {
    return err(fail('usage', { detail: '--limit is a number from 1 to 200.' }))
  }
  const order = searchOrder.safeParse(flags.sort ?? 'best').data
  if (order === undefined) return err(fail('usage', { detail: '--sort is best or newest.' }))
  return withEngine(invocation, async (engine) => {
    const portals = await opened(engine, flags.portal)
    if (!portals.ok) return portals
    for (const hit of await searchPortals(portals.value, query, limit, order)) {
      if (flags.json === true) output.json(asJson(hit))
      else output.line(line(hit))
    }
    return ok(0)
  })
}
