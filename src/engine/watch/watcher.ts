import type { BigIntStats } from 'node:fs'
import { lstat } from 'node:fs/promises'
import { type Failure, fail, FailureError } from '../../core/failure.ts'
import { err, type Result } from '../../core/result.ts'
import { isDue } from '../../core/transfers/watch-rules.ts'
import type { WatchView } from '../../core/transfers/watch-views.ts'
import type { JobId } from '../../core/transfers/views.ts'
import { steadyClock } from '../steady-clock.ts'
import type { StoredWatch } from '../storage/tables/watch.ts'
import { isAborted } from '../transfers/aborted.ts'
import { createGathering } from './gathering.ts'
import { handOver, type HandOverTools, unsent } from './hand-over.ts'
import { listen, type Notice } from './notice.ts'
import type { WatchOptions } from './options.ts'
import { scan, type SeenFile } from './scan.ts'

/** One folder being watched. */
export type Watcher = {
  standing(): Pick<WatchView, 'state' | 'problem' | 'waiting' | 'blocked' | 'polled'>
  /** Looks through the whole folder again. */
  rescan(): void
  /** Tries at once what waits for the portal. */
  retry(): void
  close(): Promise<void>
}

export type WatcherInput = Omit<HandOverTools, 'signal'> & {
  readonly watch: StoredWatch
  readonly except: string
  readonly options: WatchOptions
  readonly changed: () => void
  readonly began: (jobId: JobId) => void
}

/** W1.3–W1.10: watches one folder until it is closed. One loop, one thing at a time. */
export const startWatcher = (input: WatcherInput): Watcher => {
  const { watch, options, context, changed } = input
  const { log } = context.ports
  const clock = steadyClock(context.ports.clock)
  const closing = new AbortController()
  const { signal } = closing
  const gathering = createGathering(options.stableMs, options.againMs)
  let state: 'starting' | 'watching' | 'missing' = 'starting'
  let problem: Failure | null = null
  let notice: Notice | undefined
  let polled = false
  /** Null: not looked at yet. */
  let root: string | null | undefined = null
  let scannedAt = Number.NEGATIVE_INFINITY
  let rootAt = Number.NEGATIVE_INFINITY
  let readyAt: number | null = null
  let retryAt = 0
  let retryMs = options.retryMs
  let wake = (): void => undefined
  let told = '0 0'

  const noticed = (source: string): void => {
    gathering.notice(source)
    wake()
  }
  const deaf = (): void => {
    if (!polled) log.warn('watch.deaf', { watch: watch.id })
    polled = true
    changed()
  }

  const deafen = async (): Promise<void> => {
    const before = notice
    notice = undefined
    await before?.close()
  }

  /** W1.9: the folder is gone, or another one lies in its place: a drive was unplugged or plugged in. */
  const lookAtRoot = async (): Promise<boolean> => {
    const now = await identityOf(watch.path)
    if (now === root) return now !== undefined
    root = now
    await deafen()
    gathering.clear()
    polled = false
    readyAt = null
    problem = null
    state = now === undefined ? 'missing' : 'starting'
    changed()
    if (now === undefined) return false
    const { path, subfolders } = watch
    notice = await listen({ root: path, subfolders, except: input.except, noticed, deaf, signal })
    scannedAt = Number.NEGATIVE_INFINITY
    return true
  }

  const lookThrough = async (): Promise<void> => {
    const { path, subfolders } = watch
    const place = { root: path, subfolders, except: input.except, signal, list: input.transfers.listFolder }
    for await (const seen of scan(place)) {
      for (const { source } of await unsent(watch.id, seen, context)) gathering.notice(source)
    }
    scannedAt = clock.now()
    state = 'watching'
    changed()
  }

  const give = async (files: readonly SeenFile[]): Promise<void> => {
    const handed = await settled(() => handOver(watch, files, { ...input, signal }))
    if (isAborted(signal)) return
    if (!handed.ok) {
      // W1.10: nothing is lost by waiting; the files are still there, and the journal knows what went.
      problem = handed.error
      retryAt = clock.now() + retryMs
      retryMs = Math.min(retryMs * 2, options.longestRetryMs)
      log.warn('watch.stuck', { watch: watch.id, code: handed.error.code })
      changed()
      return
    }
    problem = null
    retryMs = options.retryMs
    const later = new Set(handed.value.later)
    gathering.later(later, clock.now() + options.againMs)
    gathering.drop(files.flatMap(({ source }) => (later.has(source) ? [] : [source])))
    readyAt = null
    if (handed.value.jobId !== null) input.began(handed.value.jobId)
    changed()
  }

  const turn = async (): Promise<void> => {
    const now = clock.now()
    if (now - rootAt >= options.rootMs) {
      rootAt = now
      if (!(await lookAtRoot())) return
    }
    if (typeof root !== 'string') return
    if (clock.now() - scannedAt >= (polled ? options.pollMs : options.rescanMs)) await lookThrough()
    if (gathering.size() === 0) return
    const settling = await gathering.look(clock.now())
    if (gathering.ready.size === 0) readyAt = null
    else readyAt ??= clock.now()
    const waited = clock.now() - (readyAt ?? clock.now())
    if (clock.now() < retryAt || !isDue(gathering.ready.size, settling, waited, options.longestMs)) return
    await give([...gathering.ready.values()])
  }

  /** Says so when what is waiting or held is no longer what was said last. */
  const tellWaiting = (): void => {
    const now = `${gathering.size()} ${gathering.blocked()?.count ?? 0}`
    if (now !== told) changed()
    told = now
  }

  const sleep = async (): Promise<void> => {
    const woken = new AbortController()
    const busy = typeof root === 'string' && gathering.size() > 0
    // A sign that comes while files are being looked at anyway changes nothing about the pace.
    wake = busy ? () => undefined : () => woken.abort()
    try {
      await clock.sleep(busy ? options.lookMs : options.rootMs, AbortSignal.any([signal, woken.signal]))
    } catch (error) {
      if (!woken.signal.aborted && !signal.aborted) throw error
    }
    wake = () => undefined
  }

  const run = async (): Promise<void> => {
    while (!isAborted(signal)) {
      try {
        await turn()
      } catch (error) {
        if (isAborted(signal)) break
        problem = error instanceof FailureError ? error.failure : fail('internal')
        log.error('watch.turn', { watch: watch.id, error: error instanceof Error ? error.name : 'unknown' })
        changed()
      }
      if (isAborted(signal)) break
      tellWaiting()
      await sleep()
    }
    await deafen()
  }
  const running = run()

  return {
    standing: () => ({
      state: state === 'watching' && problem !== null ? 'stuck' : state,
      ...{ problem, polled, waiting: gathering.size(), blocked: gathering.blocked() },
    }),
    rescan: () => {
      scannedAt = Number.NEGATIVE_INFINITY
      retryAt = 0
      wake()
    },
    retry: () => {
      retryAt = 0
    },
    close: async () => {
      closing.abort()
      await running
    },
  }
}

/** What tells one folder in this place from another; undefined when there is no folder. */
const identityOf = async (path: string): Promise<string | undefined> => {
  try {
    const seen: BigIntStats = await lstat(path, { bigint: true })
    return seen.isDirectory() ? `${seen.dev}:${seen.ino}` : undefined
  } catch {
    return undefined
  }
}

const settled = async <T>(work: () => Promise<Result<T>>): Promise<Result<T>> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof FailureError) return err(error.failure)
    throw error
  }
}
