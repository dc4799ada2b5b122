/** How fast transfers of this computer went when they last went; null while it is not known. */
export type Speed = { readonly bytesPerSecond: number | null; readonly filesPerSecond: number | null }

/** Below this mean size a job's pace is told by its files, above it by its bytes. */
const smallFile = 1_048_576
const longEnoughMs = 1_000

/** What a job that ended tells about the speed to expect, keeping what it can't tell. */
export const learnSpeed = (
  known: Speed,
  job: { readonly files: number; readonly bytes: number; readonly ms: number },
): Speed => {
  if (job.files === 0 || job.ms < longEnoughMs) return known
  return job.bytes / job.files < smallFile
    ? { ...known, filesPerSecond: (job.files * 1000) / job.ms }
    : { ...known, bytesPerSecond: (job.bytes * 1000) / job.ms }
}

/** T1.39: the time a plan will take at the speed last seen, in ms: the longer of what its files and its bytes say. */
export const estimateMs = (
  plan: { readonly files: number; readonly bytes: number },
  speed: Speed,
): number | null => {
  if (plan.files === 0) return null
  const small = plan.bytes / plan.files < smallFile
  const times = [
    speed.bytesPerSecond === null ? null : plan.bytes / speed.bytesPerSecond,
    speed.filesPerSecond === null ? null : plan.files / speed.filesPerSecond,
  ].filter((seconds) => seconds !== null)
  // Bytes alone say little about many small files, and files alone nothing about large ones.
  const wanted = small ? speed.filesPerSecond : speed.bytesPerSecond
  return wanted === null || times.length === 0 ? null : Math.round(Math.max(...times) * 1000)
}
