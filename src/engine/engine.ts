import type { Worker } from 'node:worker_threads'
import type { KeyKeeping, PortalId, PortalView, Region } from '../core/portal.ts'
import type { Result } from '../core/result.ts'
import type { ChangeTopic, SpaceId, SpaceSummary } from '../core/space.ts'
import type { JobView } from '../core/transfers/views.ts'
import type { PortalEngine } from './portal.ts'
import type { Ports } from './ports.ts'

/** What the engine tells whoever listens: the window's bridge, or the command line. */
export type EngineEvent =
  | { readonly kind: 'portals' }
  | {
      readonly kind: 'changed'
      readonly portalId: PortalId
      readonly spaceId: SpaceId | null
      readonly topics: readonly ChangeTopic[]
    }
  | { readonly kind: 'progress'; readonly jobs: readonly JobView[] }

export type OpenedHere = {
  readonly portalId: PortalId
  readonly folder: string
  readonly engine: PortalEngine
}

export type EngineOptions = {
  /** The profile folder: portals.json and one folder per portal, all 0700/0600. */
  readonly dataDir: string
  /** The folder that holds that one and whatever else this program keeps; `dataDir` when absent. Never watched. */
  readonly ownFolder?: string
  readonly ports: Ports
  /** Starts a thread for an archive, or hands out one that was started early (storage/client.ts). */
  readonly startWorker: () => Worker
  /** Starts a thread that makes thumbnails (transfers/thumbnail-worker.ts); absent: none are made. */
  readonly startThumbnailWorker?: (() => Worker) | undefined
  /** Starts the thread that reads pinned files for their text; absent: they are found by their names alone. */
  readonly startTextWorker?: (() => Worker) | undefined
  /** Starts a thread that reads and hashes files (disk/threads.ts). Absent: that is done in the engine's thread. */
  readonly startDiskThread?: () => Worker
  /**
   * Called when a portal was opened, with the folder of its archive, which is this engine's alone until it is shut.
   * Answers what ends with it, waited for before the archive is closed.
   */
  readonly opened?: (portal: OpenedHere) => Promise<() => Promise<void>>
  /**
   * In the window, when to begin polling, sending the outbox and resuming transfers by itself: once this resolves,
   * so that what is on screen comes first. False in the command line, which does what it is told.
   */
  readonly background: Promise<void> | false
}

export type ConnectInput = {
  readonly name?: string | undefined
  readonly region: Region
  readonly url?: string | undefined
  readonly key: string
  readonly keeping: KeyKeeping
}

export type Engine = {
  readonly portals: {
    list(): readonly PortalView[]
    connect(
      input: ConnectInput,
    ): Promise<
      Result<{ readonly portal: PortalView; readonly latencyMs: number; readonly clockSkewMs: number }>
    >
    replaceKey(portalId: PortalId, key: string, keeping: KeyKeeping): Promise<Result<PortalView>>
    rename(portalId: PortalId, name: string): Promise<Result<PortalView>>
    setAccent(portalId: PortalId, accent: number): Promise<Result<PortalView>>
    /** P1.21 */
    setStaffMode(portalId: PortalId, on: boolean): Promise<Result<PortalView>>
    remove(portalId: PortalId): Promise<Result<void>>
    /** A1.18: the note on what happened to its archive was read. */
    careRead(portalId: PortalId): Promise<Result<void>>
    /** A1.18: an archive whose key is lost is set aside, and an empty one begun. `exists` where it opens. */
    startAfresh(portalId: PortalId): Promise<Result<void>>
    /** Where its archive lies. */
    folder(portalId: PortalId): string
    /** By id or by name. */
    find(idOrName: string): Result<PortalId>
  }
  /** Opens the portal's archive, so that the first question finds it open. */
  warm(portalId: PortalId): void
  /** The portal's spaces, newest first: answered as soon as its archive is open, before the rest of its engine. */
  spaces(portalId: PortalId): Promise<Result<readonly SpaceSummary[]>>
  /** The portal's engine, opened at the first call and kept until `close` or `portals.remove`. */
  open(portalId: PortalId): Promise<Result<PortalEngine>>
  onEvent(listener: (event: EngineEvent) => void): () => void
  /** What the operating system says about the network, and sleep: both pause polling and transfers. */
  setOnline(online: boolean): void
  setAwake(awake: boolean): void
  /** The computer runs on its battery: polling asks less often. */
  setSaving(saving: boolean): void
  /** Of all portals' uploads and downloads together; counts at once, for what is under way too. null: no limit. */
  /** `pinBytes`: what each portal's files kept offline may take together (P1.2). */
  setLimits(limits: { readonly bytesPerSecond: number | null; readonly pinBytes: number }): void
  close(): Promise<void>
}

/** Opens the profile. Portals open one by one, when asked for. */
export type CreateEngine = (options: EngineOptions) => Promise<Result<Engine>>
