/** Small things the window remembers for its next start. Losing them costs a click, so trouble here is silent. */
const prefix = 'foyer.'

type Remembered = 'portal' | 'theme' | 'density'

export const remembered = (what: Remembered): string | null => {
  try {
    return localStorage.getItem(prefix + what)
  } catch (cause) {
    console.info('No storage in this window', cause)
    return null
  }
}

export const remember = (what: Remembered, value: string): void => {
  try {
    localStorage.setItem(prefix + what, value)
  } catch (cause) {
    console.info('No storage in this window', cause)
  }
}
