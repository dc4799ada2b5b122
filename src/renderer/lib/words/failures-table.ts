/** What a person reads when a table can’t be read (docs/specs/people.md, P1.16). */
export const tableFailures = {
  'table-not-text': {
    title: 'This file is no table of text',
    next: 'Save the table as CSV (“CSV UTF-8” in Excel) and choose that file.',
  },
  'table-broken': {
    title: 'This table cannot be made out',
    next: 'A quotation mark that is never closed is the usual reason. Save it as CSV once more, or choose another separator.',
  },
  'table-no-addresses': {
    title: 'No column of this table holds e-mail addresses',
    next: 'People are found by their address. Choose the column that holds it.',
  },
  'table-column-twice': {
    title: 'Two columns go into one key',
    next: 'Give each column a key of its own, or leave one of them out.',
  },
} as const
