import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

/** The young generation, both halves together, is let grow this far. */
const youngBytes = 32 * 1_048_576
/** By how much the rest may outgrow what is alive, in per cent, before it is collected. */
const growth = 30
const lookEveryMs = 20

/**
 * V8 lets a process that makes much garbage have hundreds of megabytes before it collects them, the more the larger the
 * computer. A job of many thousand files makes garbage all the time and keeps little of it: collected early it costs no
 * more and takes a third of the memory (T1.63). To be called once, by the program; both limits can only be set while
 * it runs in Electron.
 */
export const keepHeapSmall = (): void => {
  setFlagsFromString(`--heap-growing-percent=${growth}`)
  const timer = setInterval(() => {
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
    if (young === undefined || young.space_size < youngBytes) return
    // From now on it stays as it is.
    setFlagsFromString('--semi-space-growth-factor=1')
    clearInterval(timer)
  }, lookEveryMs)
  timer.unref()
}
