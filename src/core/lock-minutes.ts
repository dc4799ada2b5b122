/** L1.3: minutes after which an untouched computer locks the window; the choices of the settings. */
export const lockMinutes = [1, 5, 10, 30, 60] as const
