/** What Node names work on files, and what was put off to the next turn of the loop. */
const underWay = /^FSReq|CloseReq$|^Immediate$/

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/**
 * Resolves once nothing of this process can go on by itself: no promise is to be continued and no file is being read or
 * written. With one thread for files (UV_THREADPOOL_SIZE=1) their answers come in the order they were asked for, so that
 * a history runs the same way every time.
 */
export const atRest = async (): Promise<void> => {
  do await turn()
  while (process.getActiveResourcesInfo().some((name) => underWay.test(name)))
}
