/** The portal's own clock: it may run hours off this computer's, and no two of its timestamps are equal. */
export type PortalClock = {
  /** Milliseconds since 1970 by the portal's clock. */
  now(): number
  /** A timestamp (ISO 8601 with milliseconds) later than every one given before. */
  stamp(): string
  /** Timestamps given from now on are later than this moment. */
  notBefore(time: number): void
  skew(): number
  setSkew(milliseconds: number): void
}

export function createClock(): PortalClock {
  let skew = 0
  let last = 0
  const now = () => Date.now() + skew
  return {
    now,
    stamp: () => {
      last = Math.max(last + 1, now())
      return new Date(last).toISOString()
    },
    notBefore: (time) => {
      last = Math.max(last, time)
    },
    skew: () => skew,
    setSkew: (milliseconds) => {
      skew = milliseconds
    },
  }
}
