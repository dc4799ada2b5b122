import { inboxFilter, type SavedView, savedView } from '../../../core/inbox/view.ts'
import { text } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Row } from '../driver.ts'

const viewOf = (row: Row): readonly SavedView[] => {
  const filter = inboxFilter.safeParse(parsed(text(row, 'filter')))
  // I1.8: written by a version that knows other conditions. Shown without them it would be another view.
  if (!filter.success) return []
  return [savedView.parse({ id: text(row, 'id'), name: text(row, 'name'), filter: filter.data })]
}

const parsed = (json: string): unknown => JSON.parse(json)

export const inboxViewOperations = {
  'views.list': ({ journal }: Databases): readonly SavedView[] =>
    journal.all('SELECT id, name, filter FROM inbox_views ORDER BY position').flatMap(viewOf),

  /** A view of a known id is changed and keeps its place; any other goes to the end. */
  'views.save': ({ journal }: Databases, input: { readonly view: SavedView }): void => {
    const { id, name, filter } = input.view
    journal.run(
      `INSERT INTO inbox_views (id, name, filter) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, filter = excluded.filter`,
      [id, name, JSON.stringify(filter)],
    )
  },

  'views.remove': ({ journal }: Databases, input: { readonly id: SavedView['id'] }): void => {
    journal.run('DELETE FROM inbox_views WHERE id = ?', [input.id])
  },
}
