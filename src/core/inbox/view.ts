import { z } from 'zod'

/** I1.7: what a view shows. Every condition holds; one that is off shows everything. */
export const inboxFilter = z.object({
  place: z.enum(['inbox', 'snoozed', 'done', 'all']),
  unread: z.boolean(),
  pinned: z.boolean(),
  waiting: z.enum(['us', 'client']).nullable(),
  /** At least this many whole days, with `waiting`. */
  waitingDays: z.number().int().min(0).max(365),
  ours: z.enum(['draft', 'outgoing']).nullable(),
  /** Words of the space's name. */
  name: z.string().max(100),
})
export type InboxFilter = Readonly<z.infer<typeof inboxFilter>>

export const viewId = z.string().min(1).max(64).brand<'ViewId', 'inout'>()

export const savedView = z.object({
  id: viewId,
  name: z.string().trim().min(1).max(60),
  filter: inboxFilter,
})
export type SavedView = Readonly<z.infer<typeof savedView>>
