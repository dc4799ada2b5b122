import type { InboxFilter } from '../../../core/inbox/view.ts'
import { plainFilter } from '../../../core/inbox/view-rules.ts'

/** The views that are always there. The last two stand behind "More". */
export const builtIn = ['all', 'unread', 'us', 'client', 'snoozed', 'pinned', 'done'] as const
export type BuiltIn = (typeof builtIn)[number]

export const builtInFilter = (view: BuiltIn): InboxFilter => {
  switch (view) {
    case 'all':
      return plainFilter
    case 'unread':
      return { ...plainFilter, unread: true }
    case 'us':
    case 'client':
      return { ...plainFilter, waiting: view }
    case 'pinned':
      return { ...plainFilter, place: 'all', pinned: true }
    case 'snoozed':
    case 'done':
      return { ...plainFilter, place: view }
  }
}

/** What the list shows: one of the built-in views, or a saved one by its id. */
export type Chosen = { readonly built: BuiltIn } | { readonly saved: string }
