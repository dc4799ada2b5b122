import type { Result } from '../../core/result.ts'
import type {
  FanOutId,
  FanOutOutcome,
  FanOutPlan,
  FanOutRow,
  RecheckedFanOut,
  SavedFanOut,
} from '../../core/transfers/fan-out-views.ts'
import type {
  ConflictChoice,
  ConflictChoices,
  ConflictPolicy,
  ConflictRow,
  PlanId,
  Planning,
  RecheckedPlan,
  SavedPlan,
  UploadPlan,
} from '../../core/transfers/views.ts'
import type { FanOutInput } from './plan-fan-out.ts'
import type { PlanInput } from './plan-upload.ts'

type Page = { readonly offset: number; readonly limit: number }
type HowToStart = { readonly policy: ConflictPolicy; readonly silent: boolean }
type Walking = {
  readonly ignore?: readonly string[] | undefined
  readonly onProgress?: ((planning: Planning) => void) | undefined
}

/** What can be asked about uploads before they start. */
export type PlanCalls = {
  /** Walks `roots` (absolute paths of files and folders) and compares them with the target folder. Nothing is sent. */
  plan(input: PlanInput, signal?: AbortSignal): Promise<Result<UploadPlan>>
  /** Files of a plan whose name is there already, and how many were decided about. */
  conflicts(
    planId: PlanId,
    query: Page,
  ): Promise<{ readonly rows: readonly ConflictRow[]; readonly choices: ConflictChoices }>
  decide(
    planId: PlanId,
    which: 'all' | 'rest' | { readonly number: number },
    choice: ConflictChoice,
  ): Promise<ConflictChoices>
  /** Keeps a plan for later, restarts included, with what was chosen so far. */
  savePlan(planId: PlanId, how: HowToStart & { readonly message?: string | undefined }): Promise<Result<void>>
  savedPlans(): Promise<readonly SavedPlan[]>
  /** Makes a saved plan anew: the sources and the target are looked at again. The new plan takes its place. */
  recheck(planId: PlanId, walking: Walking, signal?: AbortSignal): Promise<Result<RecheckedPlan>>
  readonly fanOut: {
    /** The dry run of sending a folder's files to many spaces. It is among the saved ones until it is given up (T1.128). */
    plan(input: FanOutInput, signal?: AbortSignal): Promise<Result<FanOutPlan>>
    rows(
      id: FanOutId,
      query: Page & { readonly only: 'all' | 'warned' | FanOutOutcome },
    ): Promise<readonly FanOutRow[]>
    /** Starts a job for each space; answers their ids. */
    start(
      id: FanOutId,
      /** `message`: one to each space when its files have arrived; {count} and {folder} are filled then (T1.105). */
      how: HowToStart & { readonly message?: string | undefined },
    ): Promise<Result<readonly string[]>>
    /** T1.127: keeps what was asked for later; the dry run itself is forgotten. */
    save(id: FanOutId, how: HowToStart & { readonly message?: string | undefined }): Promise<Result<void>>
    /** Those saved, and those left as they stood. */
    saved(): Promise<readonly SavedFanOut[]>
    /** Makes a saved one anew. It stays saved until the new one is started, or saved in its place. */
    recheck(id: FanOutId, walking: Walking, signal?: AbortSignal): Promise<Result<RecheckedFanOut>>
    /** Forgets a dry run, shown or saved. */
    discard(id: FanOutId): Promise<void>
  }
}
