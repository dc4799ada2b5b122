import { type Failure, type FailureCode, fail } from '../../core/failure.ts'

/** What Node's file functions threw, as a failure about `about`; anything else is a bug and is thrown again. */
export const diskFailure = (error: unknown, about: string, side: 'source' | 'target'): Failure => {
  const code = errorCode(error)
  if (code === undefined) throw error
  return fail(side === 'source' ? sourceCode(code) : targetCode(code), { about, detail: code })
}

/** "ENOENT" and its like; undefined when it is no error of the operating system. */
export const errorCode = (error: unknown): string | undefined =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  /^E[A-Z0-9]+$/.test(error.code)
    ? error.code
    : undefined

const sourceCode = (code: string): FailureCode => {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'source-missing'
    default:
      return 'source-unreadable'
  }
}

const targetCode = (code: string): FailureCode => {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return 'disk-full'
    case 'EEXIST':
      return 'target-exists'
    case 'ENAMETOOLONG':
      return 'path-too-long'
    case 'EILSEQ':
    case 'EINVAL':
      return 'name-refused'
    default:
      return 'disk-error'
  }
}
