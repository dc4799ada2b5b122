import { z } from 'zod'

/** Names first, then things (A1.13). */
export const tiers = { space: 0, person: 1, thing: 2 } as const

/** By how well it fits and how old it is, or by its time alone (Q1.7). */
export const searchOrder = z.enum(['best', 'newest'])
export type SearchOrder = z.infer<typeof searchOrder>

/** `score`: larger is better, comparable within a tier, across kinds and portals. */
export type Ranked<T> = { readonly tier: number; readonly score: number; readonly hit: T }

/** Several lists as one, the best first. What is equally good keeps the order of the lists. */
export const bestFound = <T>(lists: readonly (readonly Ranked<T>[])[], limit: number): readonly Ranked<T>[] =>
  lists
    .flat()
    .sort((a, b) => a.tier - b.tier || b.score - a.score)
    .slice(0, limit)
