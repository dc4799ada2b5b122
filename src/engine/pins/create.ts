import type { Worker } from 'node:worker_threads'
import { type FailureCode, fail } from '../../core/failure.ts'
import { largestPin, pinQuota } from '../../core/pin-limits.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { PortalContext } from '../context.ts'
import type { WantedPin } from '../storage/tables/pins.ts'
import type { Transfers } from '../transfers/transfers.ts'
import type { Pins } from './pins.ts'
import { createTextReader } from './text-reader.ts'

const piece = 1_048_576

/** What tells that this version will never come, so that only another one is tried. */
const final: ReadonlySet<FailureCode> = new Set([
  'too-large',
  'no-room',
  'blob-missing',
  'integrity',
  'not-found',
  'forbidden',
  'sas-permission',
])

const inPieces = (bytes: Uint8Array): readonly Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / piece) }, (_, place) =>
    bytes.slice(place * piece, (place + 1) * piece),
  )

export const createPins = (
  context: PortalContext,
  transfers: Pick<Transfers, 'fetchBytes'>,
  tools: { readonly startTextWorker: (() => Worker) | undefined; readonly quota?: () => number },
): Pins => {
  const { archive, ports } = context
  const closing = new AbortController()
  const stopped = (): boolean => closing.signal.aborted
  const readText = createTextReader(tools.startTextWorker, ports.clock)
  const quota = tools.quota ?? (() => pinQuota)
  let looking: Promise<void> | undefined
  let again = false
  const askedAgain = (): boolean => again

  const keep = async (wanted: WantedPin, used: number): Promise<Result<void>> => {
    const about = wanted.name
    if (wanted.size > largestPin) return err(fail('too-large', { about }))
    if (used + wanted.size > quota()) {
      const room = { needed: wanted.size, free: Math.max(0, quota() - used) }
      return err({ ...fail('no-room', { about }), room })
    }
    const fetched = await transfers.fetchBytes(wanted.spaceId, wanted.fileId, closing.signal)
    if (!fetched.ok) return fetched
    const { file, bytes } = fetched.value
    const passages = await readText(file.name, new Uint8Array(bytes), closing.signal)
    if (stopped()) return err(fail('cancelled'))
    await archive.run('pins.keep', {
      fileId: wanted.fileId,
      blob: file.blob ?? wanted.blob,
      size: bytes.length,
      pieces: inPieces(bytes),
      passages,
    })
    return ok(undefined)
  }

  /** One file after another, in the order they were pinned. */
  const round = async (): Promise<void> => {
    const tried = new Set<string>()
    for (;;) {
      const { wanted, used } = await archive.run('pins.wanted', undefined)
      const next = wanted.find(({ fileId, blob }) => !tried.has(`${fileId} ${blob}`))
      if (next === undefined || stopped()) return
      tried.add(`${next.fileId} ${next.blob}`)
      const kept = await keep(next, used)
      if (stopped()) return
      if (!kept.ok) {
        // The network's trouble passes: the next look tries again.
        if (!final.has(kept.error.code)) return
        await archive.run('pins.failed', { fileId: next.fileId, blob: next.blob, failure: kept.error.code })
      }
      context.changed(next.spaceId, ['files'])
    }
  }

  const look = async (): Promise<void> => {
    if (looking !== undefined) {
      again = true
      return looking
    }
    const work = async (): Promise<void> => {
      try {
        do {
          again = false
          await round()
        } while (askedAgain() && !stopped())
      } catch (error) {
        ports.log.error('pins.look', { reason: error instanceof Error ? error.name : 'unknown' })
      } finally {
        looking = undefined
      }
    }
    looking = work()
    return looking
  }

  return {
    add: async (spaceId, fileIds) => {
      await archive.run('pins.add', { spaceId, fileIds, now: ports.clock.now() })
      context.changed(spaceId, ['files'])
    },
    remove: async (fileIds) => {
      await archive.run('pins.remove', { fileIds })
      context.changed(null, ['files'])
    },
    list: async () => {
      const [pins, { used }] = await Promise.all([
        archive.run('pins.list', undefined),
        archive.run('pins.wanted', undefined),
      ])
      return { pins, used, quota: quota() }
    },
    read: async (fileId) => {
      const pieces = await archive.run('pins.read', { fileId })
      return pieces === null ? err(fail('unknown-id', { about: fileId })) : ok(Buffer.concat([...pieces]))
    },
    look,
    roomGrew: async () => {
      const pins = await archive.run('pins.list', undefined)
      for (const { spaceId, fileId, failure } of pins) {
        if (failure !== 'no-room') continue
        await archive.run('pins.add', { spaceId, fileIds: [fileId], now: ports.clock.now() })
        context.changed(spaceId, ['files'])
      }
      await look()
    },
    close: async () => {
      closing.abort()
      await looking
    },
  }
}
