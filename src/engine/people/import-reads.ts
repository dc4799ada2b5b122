import { type ReportWords, reportHead, reportLine } from '../../core/people/import-report.ts'
import type { ImportId, ImportRowView, ImportView, RowFilter } from '../../core/people/import-views.ts'
import type { Archive } from '../storage/client.ts'
import type { StoredRow } from '../storage/tables/import-rows.ts'
import type { StoredImport } from '../storage/tables/imports.ts'

/** An import as it is shown. */
export const viewOf = async (archive: Archive, job: StoredImport): Promise<ImportView> => {
  const which = { importId: job.id }
  const [sums, groups, differs] = await Promise.all([
    archive.run('imports.sums', which),
    archive.run('imports.groups', which),
    job.state === 'plan' ? archive.run('imports.differs', which) : {},
  ])
  const { kinds, ...progress } = sums
  return {
    ...job,
    ...progress,
    ...{ sums: kinds, differs, invitations: job.choices.invite ? kinds.new : 0 },
    groups: groups.map(({ name, groupId, add, ambiguous, problem, phase }) => ({
      ...{ name, isNew: groupId === null && phase !== 'done', add: add.length, ambiguous, problem },
    })),
  }
}

type Page = { readonly only: RowFilter; readonly offset: number; readonly limit: number }

/** A page of its rows as they are shown. */
export const rowsOf = async (
  archive: Archive,
  importId: ImportId,
  page: Page,
): Promise<{ readonly rows: readonly ImportRowView[]; readonly total: number }> => {
  const { rows, total } = await archive.run('imports.rows', { importId, ...page })
  const ids = rows.flatMap(({ planned }) => (planned.kind === 'decision' ? planned.candidates : []))
  const people = ids.length === 0 ? [] : await archive.run('imports.named', { ids })
  const named = new Map(people.map((one) => [one.id, one]))
  return { rows: rows.map((row) => rowView(row, named)), total }
}

type Named = ReadonlyMap<string, ImportRowView['candidates'][number]>

const rowView = ({ number, planned, phase, outcome, problem }: StoredRow, named: Named): ImportRowView => ({
  ...{ number, key: planned.key, kind: planned.kind, phase, outcome, problem },
  row: { ...planned.row, groups: [...planned.row.groups] },
  changes: planned.kind === 'changed' ? planned.changes.map((change) => ({ ...change })) : [],
  kept:
    planned.kind === 'changed' || planned.kind === 'same' ? planned.kept.map((each) => ({ ...each })) : [],
  reason: planned.kind === 'decision' || planned.kind === 'skipped' ? planned.reason : null,
  candidates:
    planned.kind === 'decision'
      ? planned.candidates.map((id) => named.get(id) ?? { id, name: id, email: '' })
      : [],
})

const reportPage = 500

/** P1.13: the report, page by page, so that a long one is never in memory as a whole. */
export const reportOf = async function* (
  archive: Archive,
  importId: ImportId,
  words: ReportWords,
): AsyncGenerator<string> {
  yield reportHead(words)
  for (let offset = 0; ; offset += reportPage) {
    const { rows, total } = await rowsOf(archive, importId, { only: 'all', offset, limit: reportPage })
    yield rows.map((row) => reportLine(row, words)).join('')
    if (rows.length === 0 || offset + rows.length >= total) return
  }
}
