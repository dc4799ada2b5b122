import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import type { Random } from '../ports.ts'

/** The operating system's randomness. */
export const systemRandom: Random = {
  number: () => randomInt(2 ** 47) / 2 ** 47,
  uuid: () => randomUUID(),
  bytes: (count) => randomBytes(count),
}
