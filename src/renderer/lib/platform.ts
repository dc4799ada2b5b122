/** True where the command key does what Ctrl does elsewhere. */
export const isMac = (): boolean => navigator.userAgent.includes('Macintosh')

/** A shortcut as this system writes it: "Ctrl F" or "⌘F". */
export const shortcut = (key: string): string => (isMac() ? `⌘${key}` : `Ctrl ${key}`)

/** True when the command modifier of this system is held. */
export const hasCommand = (event: { readonly ctrlKey: boolean; readonly metaKey: boolean }): boolean =>
  isMac() ? event.metaKey : event.ctrlKey
