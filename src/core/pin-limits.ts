/** P1.2: bytes that one pinned file may take; and all of a portal's together, unless the settings say otherwise. */
export const largestPin = 64 * 1_048_576
export const pinQuota = 2_000_000_000
