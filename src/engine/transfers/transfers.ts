import type { FailureCode } from '../../core/failure.ts'
import type { File, FileId } from '../../core/file.ts'
import type { OutboxId } from '../../core/outbox/outgoing.ts'
import type { Result } from '../../core/result.ts'
import type { SpaceId } from '../../core/space.ts'
import type { DownloadPolicy } from '../../core/transfers/download-rules.ts'
import type { Show } from '../../core/transfers/show.ts'
import type { ConflictPolicy, JobId, JobView, PlanId, TransferRow } from '../../core/transfers/views.ts'
import type { DiskThreads } from '../disk/threads.ts'
import type { Failures } from './failures.ts'
import type { Picture, PictureInput } from './fetch-picture.ts'
import type { LocalTree } from './local-tree.ts'
import type { PlanCalls } from './plan-calls.ts'
import type { FilesPlan, PlanFilesInput } from './plan-files.ts'
import type { Receipts } from './receipts.ts'
import type { ContentHash, Sameness } from './same-content.ts'
import type { FileControl } from './control-files.ts'

/** One portal's transfers. Paths stay on this side; jobs and plans are known by id. */
export type Transfers = PlanCalls &
  FileControl & {
    /** A folder of this computer, read beside this thread; undefined when there is none at `path`. */
    localTree(path: string): Promise<LocalTree | undefined>
    /** A folder's entries lot by lot, read beside this thread. `root`: as in `disk/listing.ts`. */
    readonly listFolder: DiskThreads['list']
    /** Plans a list of files, each at its own place below the target folder (T1.48). Nothing is sent. */
    planFiles(input: PlanFilesInput, signal?: AbortSignal): Promise<Result<FilesPlan>>
    /** Whether a file of this computer is, by its content, what the portal has (T1.47). */
    sameContent(there: File, source: string, about: string, signal?: AbortSignal): Promise<Result<Sameness>>
    /** The hashes of a file of this computer, made beside this thread. `source`: an absolute path. */
    contentHash(source: string, about: string, signal?: AbortSignal): Promise<Result<ContentHash>>
    startUpload(
      planId: PlanId,
      options: {
        readonly policy: ConflictPolicy
        readonly silent: boolean
        /** One message to the space when everything has arrived; {count} and {folder} are filled then (T1.105). */
        readonly message?: string | undefined
      },
    ): Promise<Result<{ readonly jobId: JobId }>>
    discardPlan(planId: PlanId): void
    /** Downloads the given files and folders (empty: everything in `folderId`) into `to`, an absolute path. */
    startDownload(input: {
      readonly spaceId: SpaceId
      readonly folderId: FileId | null
      readonly fileIds: readonly FileId[]
      readonly to: string
      /** What happens where a name is taken; `keep-both` when nothing is said. */
      readonly policy?: DownloadPolicy
      /** Everything goes into a folder of its own in `to`, named like what is downloaded. */
      readonly ownFolder?: boolean
    }): Promise<Result<{ readonly jobId: JobId }>>
    /**
     * Exports a whole space with a manifest (docs/specs/export.md). `into`: into `to` itself, new or empty, or going on
     * there with an export that was interrupted; `beside`: into a new folder in `to`.
     */
    startExport(input: {
      readonly spaceId: SpaceId
      readonly to: string
      readonly place: 'into' | 'beside'
    }): Promise<Result<{ readonly jobId: JobId }>>
    /** Brings a few small files into a new folder at once, without a job; answers their paths. `too-large` otherwise. */
    fetchLoose(input: {
      readonly spaceId: SpaceId
      readonly fileIds: readonly FileId[]
      readonly into: string
    }): Promise<Result<readonly string[]>>
    /** T1.116: a file's thumbnail, or the file itself, to be looked at; null when there is none that may be shown. */
    picture(input: PictureInput): Promise<Result<Picture | null>>
    /** One file's bytes in memory, checked against length and MD5, without a job: for a file that is kept offline. */
    fetchBytes(
      spaceId: SpaceId,
      fileId: FileId,
      signal: AbortSignal,
    ): Promise<Result<{ readonly file: File; readonly bytes: Uint8Array }>>
    list(): Promise<readonly JobView[]>
    files(
      jobId: JobId,
      query: {
        readonly only: Show
        readonly offset: number
        readonly limit: number
        /** Only files whose path has this in it. */
        readonly search?: string | undefined
      },
    ): Promise<{ readonly rows: readonly TransferRow[]; readonly total: number }>
    pause(jobId: JobId): Promise<Result<void>>
    resume(jobId: JobId): Promise<Result<void>>
    cancel(jobId: JobId): Promise<Result<void>>
    /** All that trying again can help, or the files that failed for one reason. */
    retryFailed(jobId: JobId, reason?: FailureCode | null): Promise<Result<void>>
    dismiss(jobId: JobId): Promise<Result<void>>
    readonly failures: Failures
    readonly receipts: Receipts
    /** The person's word on an ended job's message that was not sent by itself (T1.107). */
    readonly summary: {
      send(jobId: JobId): Promise<Result<void>>
      drop(jobId: JobId): Promise<Result<void>>
      /** Its row in the outbox; undefined while it is not queued. */
      outboxId(jobId: JobId): Promise<OutboxId | undefined>
    }
    /** Where a download went: an absolute path, for showing it in the file manager. */
    target(jobId: JobId): Promise<Result<string>>
    /** The one file of a finished download, an absolute path; the target where there are more. */
    product(jobId: JobId): Promise<Result<string>>
    /** Goes on with whatever was under way when the program last ended. */
    resumeAll(): Promise<void>
    /**
     * Bytes a second over all uploads and downloads of this portal together, null for no limit. Counts at once, also for
     * what is under way; it is not kept: whoever holds the settings says it again after the start (T1.83).
     */
    setLimits(limits: { readonly bytesPerSecond: number | null }): void
    /**
     * The computer woke from sleep, or the network came back or is another one: what waits tries again now, and tokens
     * whose life passed meanwhile are renewed before anybody needs them (T1.84). Resolves once they are; never rejects.
     */
    wake(): Promise<void>
    /** Jobs whose numbers changed, at most 10 times a second. */
    onProgress(listener: (jobs: readonly JobView[]) => void): () => void
    /** Resolves with the job as it ended: done, failed or cancelled; its message is in the outbox then (T1.105). */
    ended(jobId: JobId, signal?: AbortSignal): Promise<JobView>
    /** Stops the workers, leaving the journal as it is, to be resumed. */
    close(): Promise<void>
  }
