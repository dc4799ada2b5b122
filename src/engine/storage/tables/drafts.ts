import type { SpaceId } from '../../../core/space.ts'
import { text } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Database } from '../driver.ts'

export const readDraft = (journal: Database, spaceId: SpaceId): string => {
  const row = journal.get('SELECT content FROM drafts WHERE space_id = ?', [spaceId])
  return row === undefined ? '' : text(row, 'content')
}

/** Keeps a space's draft; an empty one is removed. */
export const writeDraft = (journal: Database, spaceId: SpaceId, content: string, now: number): void => {
  if (content === '') {
    journal.run('DELETE FROM drafts WHERE space_id = ?', [spaceId])
    return
  }
  journal.run('INSERT OR REPLACE INTO drafts (space_id, content, saved_at) VALUES (?, ?, ?)', [
    spaceId,
    content,
    now,
  ])
}

export const draftOperations = {
  'drafts.save': (
    { journal }: Databases,
    input: { readonly spaceId: SpaceId; readonly content: string; readonly now: number },
  ): void => journal.transaction(() => writeDraft(journal, input.spaceId, input.content, input.now)),
}
