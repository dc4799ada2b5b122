/** T1.83: a bucket of bytes that fills at the limit's rate and holds a quarter of a second's worth. */
export type Bucket = { readonly bytes: number; readonly at: number }

const holdsMs = 250

export const emptyBucket = (now: number): Bucket => ({ bytes: 0, at: now })

/** The bucket as it stands at `now` (ms), filled at `rate` bytes a second. A clock that was set back fills nothing. */
export const fill = (bucket: Bucket, rate: number, now: number): Bucket => {
  const gained = (Math.max(0, now - bucket.at) * rate) / 1000
  return { bytes: Math.min(bucket.bytes + gained, (rate * holdsMs) / 1000), at: now }
}

/** Takes `count` bytes: what is missing is owed, so that a piece larger than the bucket goes too. */
export const spend = (bucket: Bucket, count: number): Bucket => ({ ...bucket, bytes: bucket.bytes - count })

/** How long until nothing is owed any more, in ms: before that nothing may go. */
export const waitMs = (bucket: Bucket, rate: number): number =>
  bucket.bytes >= 0 ? 0 : Math.ceil((-bucket.bytes * 1000) / rate)
