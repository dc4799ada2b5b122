import { createRoot } from 'react-dom/client'
import { flushSync } from 'react-dom'
import type { SavedView } from '../../core/inbox/view.ts'
import type { SpaceId, SpaceSummary } from '../../core/space.ts'
import { SpaceRow } from '../features/inbox/space-row.tsx'
import { ViewChips } from '../features/inbox/view-chips.tsx'
import { SearchBox } from '../features/search/search-box.tsx'

/**
 * Renders a piece of the inbox that nobody sees, while the first answers are still on their way. Half of a cold first
 * rendering is compiling: what is compiled before the page's script ends, Chromium keeps in its code cache, so that
 * the next start reads it instead. Only what has no effects and asks nothing may take part.
 */
export const rehearse = (): void => {
  const now = Date.now()
  const rows = [stand('message', now), stand('file', now)]
  const stage = createRoot(document.createElement('div'))
  flushSync(() =>
    stage.render(
      <>
        <SearchBox />
        <ViewChips
          {...{ chosen: { built: 'all' }, saved: none, spaces: rows, now }}
          onChoose={ignore}
          onEdit={ignore}
        />
        {rows.map((space, index) => (
          <SpaceRow
            key={space.id}
            {...{ space, now, size: rows.length, position: index + 1, top: 0, height: 0 }}
            {...{ compact: false, open: false, selected: false, selecting: false, active: false }}
          />
        ))}
      </>,
    ),
  )
  stage.unmount()
}

const ignore = (): void => undefined

const none: readonly SavedView[] = []

/** A space that shows as much of a row as one can. */
const stand = (kind: 'message' | 'file', at: number): SpaceSummary => ({
  id: kind as SpaceId,
  name: kind,
  newest: { kind, author: kind === 'file' ? null : kind, mine: false, text: kind, at },
  unread: kind === 'file' ? 0 : 1,
  waiting: { on: 'us', since: at },
  outgoing: 0,
  draft: null,
  standing: 'inbox',
  pinned: kind === 'file',
  snoozedUntil: null,
  returnedAt: null,
})
