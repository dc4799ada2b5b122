import { template, type Template } from '../../../core/writing/template.ts'
import { text } from '../columns.ts'
import type { Databases } from '../databases.ts'

export const templateOperations = {
  'templates.list': ({ journal }: Databases): readonly Template[] =>
    journal
      .all('SELECT id, name, body FROM message_templates ORDER BY name, position')
      .map((row) =>
        template.parse({ id: text(row, 'id'), name: text(row, 'name'), body: text(row, 'body') }),
      ),

  'templates.save': ({ journal }: Databases, input: { readonly template: Template }): void => {
    const { id, name, body } = input.template
    journal.run(
      `INSERT INTO message_templates (id, name, body) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, body = excluded.body`,
      [id, name, body],
    )
  },

  'templates.remove': ({ journal }: Databases, input: { readonly id: Template['id'] }): void => {
    journal.run('DELETE FROM message_templates WHERE id = ?', [input.id])
  },
}
