import type { z } from 'zod'
import type { Result } from '../core/result.ts'
import { appCalls } from './apps.ts'
import { fileCalls } from './files.ts'
import { firstCalls } from './first.ts'
import { importCalls, importEvents } from './imports.ts'
import { lockCalls, lockEvents } from './lock.ts'
import { messageCalls } from './messages.ts'
import { peopleCalls } from './people.ts'
import { setupCalls } from './setups.ts'
import { portalCalls, portalEvents } from './portals.ts'
import { receiptCalls } from './receipts.ts'
import { searchCalls } from './search.ts'
import { settingsCalls, settingsEvents } from './settings.ts'
import { spaceCalls, spaceEvents } from './spaces.ts'
import { transferCalls, transferEvents } from './transfers.ts'
import { compareCalls, compareEvents, watchCalls } from './watch.ts'
import { writingCalls } from './writing.ts'

/** Every call of the bridge. A new call is one entry in its file: the preload takes the names from here at build time. */
export const calls = {
  ...firstCalls,
  ...portalCalls,
  ...spaceCalls,
  ...messageCalls,
  ...fileCalls,
  ...transferCalls,
  ...receiptCalls,
  ...watchCalls,
  ...compareCalls,
  ...searchCalls,
  ...peopleCalls,
  ...setupCalls,
  ...importCalls,
  ...settingsCalls,
  ...writingCalls,
  ...lockCalls,
  ...appCalls,
}

/** Every event of the bridge. */
export const events = {
  ...portalEvents,
  ...spaceEvents,
  ...transferEvents,
  ...compareEvents,
  ...importEvents,
  ...settingsEvents,
  ...lockEvents,
}

export type Calls = typeof calls
export type CallName = keyof Calls
export type CallInput<K extends CallName> = z.input<Calls[K]['input']>
export type CallOutput<K extends CallName> = z.output<Calls[K]['output']>

export type Events = typeof events
export type EventName = keyof Events
export type EventPayload<K extends EventName> = z.output<Events[K]['payload']>

/** What the window sees as `window.foyer`. */
export type Bridge = {
  readonly call: {
    readonly [K in CallName]: (input: CallInput<K>) => Promise<Result<CallOutput<K>>>
  }
  /** Listens to an event; answers the function that stops listening. */
  readonly on: {
    readonly [K in EventName]: (listener: (payload: EventPayload<K>) => void) => () => void
  }
  /**
   * Hands dropped or picked files (`File` objects of the window) to the main process and answers an opaque id.
   * Paths stay on the other side of the bridge.
   */
  readonly offerFiles: (files: readonly unknown[]) => Promise<Result<{ dropId: string; roots: number }>>
}
