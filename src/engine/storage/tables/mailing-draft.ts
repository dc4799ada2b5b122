import type { SpaceId } from '../../../core/space.ts'
import type { MailingDraft } from '../../../core/writing/mailing.ts'
import { json, text } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Database } from '../driver.ts'

export const forgetMailingDraft = (journal: Database): void => {
  journal.run('DELETE FROM draft_mailing')
}

/** O1.26: what is being written to many spaces. */
export const mailingDraftOperations = {
  'mailings.draft': ({ journal }: Databases): MailingDraft => {
    const row = journal.get('SELECT body, space_ids, finding FROM draft_mailing')
    return row === undefined
      ? { body: '', spaceIds: [], finding: '' }
      : {
          body: text(row, 'body'),
          spaceIds: json(row, 'space_ids') as SpaceId[],
          finding: text(row, 'finding'),
        }
  },

  'mailings.keepDraft': (
    { journal }: Databases,
    input: { readonly draft: MailingDraft; readonly now: number },
  ): void =>
    journal.transaction(() => {
      const { body, spaceIds, finding } = input.draft
      if (body === '' && spaceIds.length === 0) forgetMailingDraft(journal)
      else {
        journal.run(
          'INSERT OR REPLACE INTO draft_mailing (only, body, space_ids, finding, saved_at) VALUES (1, ?, ?, ?, ?)',
          [body, JSON.stringify(spaceIds), finding, input.now],
        )
      }
    }),
}
