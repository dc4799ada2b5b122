import type { Bridge } from '../../contract/index.ts'
import type { Result } from '../../core/result.ts'

declare global {
  interface Window {
    /** Put there by the preload: the window's one way to the main process. */
    readonly foyer: Bridge
  }
}

/** The calls of the contract, as `foyer()['spaces.list']({ portalId })`. */
export const foyer = (): Bridge['call'] => window.foyer.call

/** The events of the contract; each answers the function that stops listening. */
export const foyerEvents = (): Bridge['on'] => window.foyer.on

export const offerFiles = (files: readonly File[]): Promise<Result<{ dropId: string; roots: number }>> =>
  window.foyer.offerFiles(files)

/**
 * Awaits a call. A rejected promise is a bug on the other side of the bridge (expected failures are values);
 * a person still hears of it in words.
 */
export const settle = async <T>(answer: Promise<Result<T>>): Promise<Result<T>> => {
  try {
    return await answer
  } catch (cause) {
    console.error('A call of the bridge was rejected', cause)
    return { ok: false, error: { code: 'internal' } }
  }
}
