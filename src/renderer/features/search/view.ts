import type { MarkedText, SearchHit } from '../../../core/search/hit.ts'
import { inertLine } from '../../lib/inert-text.ts'

const kinds = ['space', 'person', 'message', 'file'] as const

export type HitGroup = { readonly kind: (typeof kinds)[number]; readonly hits: readonly SearchHit[] }

/** Hits by what they are, places first; within a group the engine's order (best first) stays. */
export const groupHits = (hits: readonly SearchHit[]): readonly HitGroup[] =>
  kinds
    .map((kind) => ({ kind, hits: hits.filter((hit) => hit.kind === kind) }))
    .filter((group) => group.hits.length > 0)

/** A key for a hit that stays the same while the query is refined. */
export const hitKey = (hit: SearchHit): string => {
  switch (hit.kind) {
    case 'space':
      return `s-${hit.portalId}-${hit.spaceId}`
    case 'person':
      return `p-${hit.portalId}-${hit.userId}`
    case 'message':
      return `m-${hit.portalId}-${hit.messageId}`
    case 'file':
      return `f-${hit.portalId}-${hit.fileId}`
  }
}

export const plainText = (marked: MarkedText): string => inertLine(marked.map(({ text }) => text).join(''))
