import about from '../../../package.json' with { type: 'json' }

/** What an export says it was written by. */
export const clientName = `${about.productName} ${about.version}`
