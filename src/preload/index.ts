// The whole bridge between the page and the main process: functions named by the contract, nothing else (hardening 14).
// Neither ipcRenderer nor an event object ever reaches the page.
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { Bridge } from '../contract/index.ts'
import { rootsOf } from './roots.ts'

// Put in by the build (electron.vite.config.ts).
declare const __CALL_NAMES__: readonly string[]
declare const __EVENT_NAMES__: readonly string[]
declare const __CHANNELS__: { readonly call: string; readonly offer: string; readonly event: string }

type Listener = (payload: unknown) => void

const refused = { ok: false, error: { code: 'usage' } } as const

/** What can't cross (a function, a symbol) makes `invoke` throw; the page is told so as a value, like every failure. */
const ask = async (channel: string, ...args: readonly unknown[]): Promise<unknown> => {
  try {
    return (await ipcRenderer.invoke(channel, ...args)) as unknown
  } catch (error) {
    console.warn('A call could not be made', error instanceof Error ? error.name : 'Error')
    return refused
  }
}

const listeners = new Map<string, Set<Listener>>(__EVENT_NAMES__.map((name) => [name, new Set<Listener>()]))

ipcRenderer.on(__CHANNELS__.event, (_event, name: string, payload: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(payload)
})

const listen = (name: string, listener: Listener): (() => void) => {
  const own: Listener = (payload) => listener(payload)
  listeners.get(name)?.add(own)
  return () => {
    listeners.get(name)?.delete(own)
  }
}

const functionsOf = <T>(names: readonly string[], make: (name: string) => T): Record<string, T> =>
  Object.fromEntries(names.map((name) => [name, make(name)]))

/** Paths go to the main process only; what the page gets back is an opaque id (hardening 24). */
const offerFiles = async (files: readonly unknown[]): Promise<unknown> => {
  const picked = files.filter((file) => file instanceof File)
  const paths = rootsOf(
    picked.map((file) => ({ path: webUtils.getPathForFile(file), within: file.webkitRelativePath })),
  )
  return ask(__CHANNELS__.offer, paths)
}

const bridge: Record<keyof Bridge, unknown> = {
  call: functionsOf(__CALL_NAMES__, (name) => (input: unknown) => ask(__CHANNELS__.call, name, input)),
  on: functionsOf(__EVENT_NAMES__, (name) => (listener: Listener) => listen(name, listener)),
  offerFiles,
}

contextBridge.exposeInMainWorld('foyer', bridge)

// The page reads what it remembers as its first act, and the first look into that storage waits for the disk: looking
// while the page's script is still on its way hides the wait.
document.addEventListener('readystatechange', () => void localStorage.getItem('foyer.theme'), { once: true })
