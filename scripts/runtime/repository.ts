// Where the checkout is, however a script was started.
import { dirname } from 'node:path'

/** The repository's root folder, absolute. */
export const repository = dirname(dirname(import.meta.dirname))
