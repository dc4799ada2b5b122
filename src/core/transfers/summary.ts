import { fieldsIn } from '../writing/merge.ts'
import type { SummaryState } from './summary-views.ts'

/** The longest text the window and the command line take: that of any message (O1.18). */
export const longestSummary = 20_000

/** What is known at the job's end. */
export type SummaryFacts = {
  /** Files that were read back. */
  readonly count: number
  /** Where they are, by name. */
  readonly folder: string
}

/** T1.106: fills the places by what is true now. Other braces stay as they were written. */
export const fillSummary = (template: string, { count, folder }: SummaryFacts): string =>
  template.replace(/\{(count|folder)\}/g, (_, place: string) => (place === 'count' ? String(count) : folder))

/** T1.106, O1.23: the fields of a text that nothing will fill when its job has ended. */
export const openFields = (template: string): readonly string[] =>
  fieldsIn(template).filter((written) => written !== '{count}' && written !== '{folder}')

/**
 * T1.105, T1.107: what becomes of a waiting message when its job has ended. Never the text without the files: it goes
 * by itself only when everything arrived; else a person decides; where nothing arrived there is nothing to tell.
 */
export const summaryAtEnd = (ended: {
  readonly state: 'done' | 'failed' | 'cancelled'
  readonly verified: number
}): Exclude<SummaryState, 'waiting'> => {
  if (ended.verified === 0) return ended.state === 'failed' ? 'asks' : 'dropped'
  return ended.state === 'done' ? 'queued' : 'asks'
}
