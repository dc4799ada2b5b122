import { type Failure, type FailureCode, fail } from '../../core/failure.ts'

/** What the system's refusal ("ENOSPC" and its like) to read or write a file of this program's own is. */
export const refusalCode = (
  errno: string,
): Extract<FailureCode, 'disk-full' | 'disk-error' | 'archive-read-only'> => {
  switch (errno) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'disk-full'
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return 'archive-read-only'
    default:
      return 'disk-error'
  }
}

/** What a file function threw, as a failure about `about`; anything but the system's refusal is a bug and is thrown again. */
export const refusal = (error: unknown, about: string): Failure => {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') throw error
  return fail(refusalCode(error.code), { about, detail: error.code })
}
