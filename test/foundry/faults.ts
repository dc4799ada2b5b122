import { z } from 'zod'
import { routeMatcher } from '../portal/faults.ts'

/** What to answer instead of the next `count` requests that match `route` (as the test portal's faults have it). */
export const foundryFault = z.strictObject({
  route: z.string().default('/*'),
  /** Absent: until removed. */
  count: z.int().min(1).optional(),
  skip: z.int().min(0).default(0),
  status: z.int().min(200).max(599),
  body: z.unknown().optional(),
  contentType: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  /** The change is made all the same, and then answered so. */
  done: z.boolean().default(false),
})
export type FoundryFault = z.output<typeof foundryFault>

export type FoundryFaults = {
  add(fault: z.input<typeof foundryFault>): void
  clear(): void
  take(method: string, path: string): FoundryFault | undefined
}

export const createFoundryFaults = (): FoundryFaults => {
  let armed: {
    readonly fault: FoundryFault
    left: number
    skip: number
    readonly fits: ReturnType<typeof routeMatcher>
  }[] = []
  return {
    add: (given) => {
      const fault = foundryFault.parse(given)
      armed.push({
        ...{ fault, left: fault.count ?? Infinity, skip: fault.skip, fits: routeMatcher(fault.route) },
      })
    },
    clear: () => {
      armed = []
    },
    take: (method, path) => {
      for (const each of armed) {
        if (!each.fits(method, path)) continue
        if (each.skip > 0) {
          each.skip -= 1
          continue
        }
        each.left -= 1
        if (each.left <= 0) armed = armed.filter((other) => other !== each)
        return each.fault
      }
      return undefined
    },
  }
}
