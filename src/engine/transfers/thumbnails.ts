import { createHash } from 'node:crypto'
import type { Worker } from 'node:worker_threads'
import type { SpaceId } from '../../core/space.ts'
import { thumbnailSource, type ThumbnailSource, wantsThumbnail } from '../../core/transfers/thumbnail.ts'
import type { PortalContext } from '../context.ts'
import type { StoredTransfer } from '../storage/tables/transfer-rows.ts'
import { isAborted } from './aborted.ts'
import type { Blobs } from './blobs.ts'
import type { TransferOptions } from './options.ts'
import type { SasBroker } from './sas-broker.ts'
import { openSource } from './source.ts'
import { createThumbnailMaker } from './thumbnail-maker.ts'

/** Thumbnails of pictures, made beside the upload and never in its way (T1.110 to T1.115). */
export type Thumbnails = {
  /** A file is about to be sent: begins to make its thumbnail where it is a picture and there is room for one more. */
  begin(row: StoredTransfer, spaceId: SpaceId): void
  /**
   * The file's bytes are there: the name of its thumbnail's blob, or null where there is none in time. Waits a moment
   * at most, and a job all in all not for long.
   */
  take(row: StoredTransfer): Promise<string | null>
  close(): Promise<void>
}

type Made = { readonly blob: string; readonly fingerprint: string }
type Making = { readonly controller: AbortController; readonly made: Promise<Made | null> }

/** Pictures that wait or are at work at once; beyond that files go without. Only the one at work is in memory. */
const mostOpen = 12
/** Thumbnails whose file has not asked for them yet: it may have failed, or wait for its turn on a slow line. */
const mostKept = 200

export const createThumbnails = (
  tools: {
    readonly context: PortalContext
    readonly blobs: Blobs
    readonly sas: SasBroker
    readonly limits: TransferOptions['thumbnails']
    readonly closing: AbortSignal
  },
  startWorker: () => Worker,
): Thumbnails => {
  const { ports } = tools.context
  const { patienceMs, jobPatienceMs, longestMs } = tools.limits
  const maker = createThumbnailMaker(startWorker, ports.clock, longestMs)
  const making = new Map<string, Making>()
  let open = 0
  const waited = new Map<string, number>()
  /** One picture after another: the next is read when this one is done. */
  let line: Promise<unknown> = Promise.resolve()

  const make = async (row: StoredTransfer, spaceId: SpaceId, signal: AbortSignal): Promise<Made | null> => {
    const picture = signal.aborted ? null : await readPicture(row)
    if (picture === null || isAborted(signal)) return null
    const small = await maker.make(picture.bytes, picture.turn, signal)
    if (small === null || isAborted(signal)) return null
    const blob = ports.random.uuid()
    const md5 = createHash('md5').update(small.bytes).digest('base64')
    const put = await tools.sas.use(spaceId, 'w', (url) =>
      tools.blobs.put(url, blob, { bytes: small.bytes, md5 }, small.contentType, signal),
    )
    return put.ok ? { blob, fingerprint: picture.fingerprint } : null
  }

  return {
    begin: (row, spaceId) => {
      if (open >= mostOpen || making.has(row.id) || tools.closing.aborted) return
      if (row.source === null || !wantsThumbnail(row.name, row.size)) return
      const controller = new AbortController()
      open += 1
      const made = line
        .then(() => make(row, spaceId, controller.signal))
        .catch((error: unknown) => {
          ports.log.warn('transfers.thumbnail', { error: error instanceof Error ? error.name : 'unknown' })
          return null
        })
        .finally(() => {
          open -= 1
        })
      line = made
      making.set(row.id, { controller, made })
      for (const [oldest, { controller: abandoned }] of making) {
        if (making.size <= mostKept) break
        abandoned.abort()
        making.delete(oldest)
      }
    },
    take: async (row) => {
      const under = making.get(row.id)
      if (under === undefined) return null
      const spent = waited.get(row.jobId) ?? 0
      const patience = Math.min(patienceMs, jobPatienceMs - spent)
      const from = ports.clock.now()
      const stop = new AbortController()
      const made = await Promise.race([
        under.made,
        ports.clock.sleep(Math.max(0, patience), AbortSignal.any([stop.signal, tools.closing])).then(
          () => null,
          () => null,
        ),
      ])
      stop.abort()
      waited.set(row.jobId, spent + Math.max(0, ports.clock.now() - from))
      under.controller.abort()
      making.delete(row.id)
      // T1.115: of the very bytes that were sent, not of what the file was before or became since.
      return made !== null && made.fingerprint === row.fingerprint ? made.blob : null
    },
    close: async () => {
      for (const { controller } of making.values()) controller.abort()
      await maker.close()
      await line
    },
  }
}

type Picture = Pick<ThumbnailSource, 'turn'> & {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly fingerprint: string
}

/** Reads a picture file, and answers of it what has to be decoded. */
const readPicture = async (row: StoredTransfer): Promise<Picture | null> => {
  const opened = await openSource(row.source ?? '', row.path)
  if (!opened.ok) return null
  const source = opened.value
  try {
    if (!wantsThumbnail(row.name, source.size)) return null
    const bytes = new Uint8Array(source.size)
    const read = await source.read(bytes, 0)
    const unchanged = read.ok ? await source.unchanged() : read
    const from = unchanged.ok ? thumbnailSource(bytes) : undefined
    if (from === undefined) return null
    const wanted = from.length === bytes.length ? bytes : bytes.slice(from.offset, from.offset + from.length)
    return { bytes: wanted, turn: from.turn, fingerprint: source.fingerprint }
  } finally {
    await source.close()
  }
}
