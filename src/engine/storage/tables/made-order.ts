/** A1.21: newest first. Rows that were rescued from a journal older than the order itself have none but the clock's. */
export const newestFirst = 'position DESC, created_at DESC, id'

/** The SQL of the place after the last one made. */
export const nextPosition = (
  table: 'mailings' | 'space_setups' | 'people_imports' | 'customization_jobs',
): string => `(SELECT coalesce(max(position), 0) + 1 FROM ${table})`
