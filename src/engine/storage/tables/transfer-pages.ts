import { globOf, phasesOf, type Show } from '../../../core/transfers/show.ts'
import { flag, integer } from '../columns.ts'
import type { Databases } from '../databases.ts'
import type { Database } from '../driver.ts'
import { type StoredTransfer, transferOf } from './transfer-rows.ts'

/** A row as a list shows it. `held`: it was paused on its own. */
export type ListedTransfer = StoredTransfer & { readonly held: boolean }

type Page = { readonly rows: readonly ListedTransfer[]; readonly total: number }
type Cut = { readonly offset: number; readonly limit: number }

const rowsAt = (journal: Database, jobId: string, numbers: readonly number[]): readonly ListedTransfer[] => {
  const byNumber = new Map(
    journal
      .all(
        `SELECT * FROM transfers WHERE job_id = ? AND number IN (SELECT value FROM json_each(?)) ORDER BY number`,
        [jobId, JSON.stringify(numbers)],
      )
      .map((row) => [integer(row, 'number'), { ...transferOf(row), held: flag(row, 'held') }] as const),
  )
  return numbers.flatMap((number) => byNumber.get(number) ?? [])
}

const count = (journal: Database, sql: string, params: readonly string[]): number => {
  const row = journal.get(sql, params)
  return row === undefined ? 0 : integer(row, 'total')
}

/** Numbers count from 0 without gaps unless rows were taken out: then the place in the list is the number. */
const pageOfAll = (journal: Database, jobId: string, cut: Cut, expected: number | null): Page => {
  const last = journal.get(`SELECT max(number) AS last FROM transfers WHERE job_id = ?`, [jobId])
  const end = last === undefined || last['last'] === null ? 0 : integer(last, 'last') + 1
  const total =
    expected === end
      ? end
      : count(journal, `SELECT count(*) AS total FROM transfers WHERE job_id = ?`, [jobId])
  const rows =
    total === end
      ? journal.all(`SELECT * FROM transfers WHERE job_id = ? AND number >= ? ORDER BY number LIMIT ?`, [
          ...[jobId, cut.offset, cut.limit],
        ])
      : journal.all(`SELECT * FROM transfers WHERE job_id = ? ORDER BY number LIMIT ? OFFSET ?`, [
          ...[jobId, cut.limit, cut.offset],
        ])
  return { rows: rows.map((row) => ({ ...transferOf(row), held: flag(row, 'held') })), total }
}

/** Phase after phase, each read from the index alone until the page's own rows are known. */
const pageOfPhases = (journal: Database, jobId: string, phases: readonly string[], cut: Cut): Page => {
  const numbers: number[] = []
  let total = 0
  for (const phase of phases) {
    const size = count(journal, `SELECT count(*) AS total FROM transfers WHERE job_id = ? AND phase = ?`, [
      jobId,
      phase,
    ])
    const from = Math.max(0, cut.offset - total)
    const wanted = Math.min(cut.limit - numbers.length, size - from)
    if (wanted > 0 && cut.offset < total + size) {
      const found = journal.all(
        `SELECT number FROM transfers WHERE job_id = ? AND phase = ? ORDER BY number LIMIT ? OFFSET ?`,
        [jobId, phase, wanted, from],
      )
      numbers.push(...found.map((row) => integer(row, 'number')))
    }
    total += size
  }
  return { rows: rowsAt(journal, jobId, numbers), total }
}

export const pageOperations = {
  /** `expected`: how many files the job is known to have, which spares counting them. */
  'transfers.page': (
    { journal }: Databases,
    input: Cut & { readonly jobId: string; readonly only: Show; readonly expected: number | null },
  ): Page =>
    input.only === 'all'
      ? pageOfAll(journal, input.jobId, input, input.expected)
      : pageOfPhases(journal, input.jobId, phasesOf(input.only), input),

  /** Numbers of the files whose path has `search` in it, however its accents are composed. Reads every path. */
  'transfers.find': (
    { journal }: Databases,
    input: { readonly jobId: string; readonly only: Show; readonly search: string },
  ): readonly number[] => {
    const patterns = [globOf(input.search.normalize('NFC')), globOf(input.search.normalize('NFD'))]
    const phases = input.only === 'all' ? [null] : phasesOf(input.only)
    return phases.flatMap((phase) =>
      journal
        .all(
          `SELECT number FROM transfers WHERE job_id = ? ${phase === null ? '' : 'AND phase = ?4'}
           AND (path GLOB ?2 OR path GLOB ?3) ORDER BY number`,
          phase === null ? [input.jobId, ...patterns] : [input.jobId, ...patterns, phase],
        )
        .map((row) => integer(row, 'number')),
    )
  },

  'transfers.rowsAt': (
    { journal }: Databases,
    input: { readonly jobId: string; readonly numbers: readonly number[] },
  ): readonly ListedTransfer[] => rowsAt(journal, input.jobId, input.numbers),
}
