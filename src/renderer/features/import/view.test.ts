import { describe, expect, it } from 'vitest'
import { columnField } from '../../../core/people/csv-columns.ts'
import { personFields, usualChoices } from '../../../core/people/import-row.ts'
import { rowFilter } from '../../../core/people/import-views.ts'
import { columnFields, fieldOf, firstChoices, leftMs, overwritable, rowFilters, withColumn } from './view.ts'

describe('imports in the window', () => {
  it('P1.16: a field is in one column only, and a column holds one field', () => {
    const first = { email: 0, firstName: 1 }
    expect(withColumn(first, 2, 'email')).toEqual({ email: 2, firstName: 1 })
    expect(withColumn(first, 1, 'lastName')).toEqual({ email: 0, lastName: 1 })
    expect(withColumn(first, 1, null)).toEqual({ email: 0 })
    expect([fieldOf(first, 1), fieldOf(first, 5)]).toEqual(['firstName', null])
  })

  it('the lists of codes are those of the schemas', () => {
    expect(columnFields).toEqual(columnField.options)
    expect(overwritable.toSorted()).toEqual(personFields.toSorted())
    expect(rowFilters).toEqual(rowFilter.options)
    expect(firstChoices).toEqual(usualChoices)
  })

  it('time left goes by what was done since it was first looked at', () => {
    expect(leftMs(null, { at: 9_000, done: 9 }, 10)).toBeNull()
    expect(leftMs({ at: 0, done: 100 }, { at: 1_000, done: 200 }, 300)).toBeNull()
    expect(leftMs({ at: 0, done: 100 }, { at: 10_000, done: 200 }, 300)).toBe(10_000)
  })
})
