import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * The driver gives a closed database's file up only once its statements were collected, and it offers no other way to
 * let them go. Resolves when a file that was closed in this thread may be opened again.
 */
export const release = async (): Promise<void> => {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc()')
  await new Promise((resolve) => setImmediate(resolve))
}
