import { create } from 'zustand'
import type { Failure } from '../../core/failure.ts'

export type Toast = {
  readonly id: number
  readonly tone: 'plain' | 'bad'
  readonly text: string
  readonly failure?: Failure
  /** What one can do about it while it is shown. */
  readonly action?: ToastAction
  /** How long it is shown, ms, where that is not up to its kind. */
  readonly forMs?: number
}

export type ToastAction = { readonly label: string; readonly run: () => void }

export const useToasts = create<{ readonly toasts: readonly Toast[] }>(() => ({ toasts: [] }))

let last = 0

const show = (toast: Omit<Toast, 'id'>): void => {
  const id = ++last
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts.slice(-2), { ...toast, id }] }))
}

export const dismissToast = (id: number): void =>
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }))

export const dismissEveryToast = (): void => useToasts.setState({ toasts: [] })

/** Says that something was done. */
export const say = (text: string, action?: ToastAction, forMs?: number): void =>
  show({
    ...{ tone: 'plain', text },
    ...(action === undefined ? {} : { action }),
    ...(forMs === undefined ? {} : { forMs }),
  })

/** Says that something failed, in the catalogue's words for its code. */
export const sayFailure = (failure: Failure): void => show({ tone: 'bad', text: '', failure })
