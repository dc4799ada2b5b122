import { readFile, rename, writeFile } from 'node:fs/promises'

/** Where the window was, in screen pixels, and how it is drawn before the page is there. */
export type WindowState = {
  readonly x?: number
  readonly y?: number
  readonly width: number
  readonly height: number
  readonly maximized: boolean
}

type Area = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

export const smallest = { width: 720, height: 480 }
export const firstState: WindowState = { width: 1240, height: 800, maximized: false }

/**
 * Reads what was remembered. Checked by hand and not by a schema: this stands between the start and the first
 * window, and anything odd is simply the first state again.
 */
export const parseWindowState = (text: string): WindowState => {
  const value = parsed(text)
  const size = (name: string, least: number): number | undefined => {
    const number = value[name]
    return typeof number === 'number' && Number.isInteger(number) && number >= least && number < 32_768
      ? number
      : undefined
  }
  const width = size('width', smallest.width)
  const height = size('height', smallest.height)
  if (width === undefined || height === undefined) return firstState
  const x = size('x', -32_768)
  const y = size('y', -32_768)
  const maximized = value['maximized'] === true
  return x === undefined || y === undefined
    ? { width, height, maximized }
    : { x, y, width, height, maximized }
}

const parsed = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch (error) {
    // A half-written or edited file: the window opens at its first size.
    if (error instanceof SyntaxError) return {}
    throw error
  }
}

/** Keeps a remembered place only while it lies on a screen that is there. */
export const onScreen = (state: WindowState, screens: readonly Area[]): WindowState => {
  const { x, y, width, height, maximized } = state
  if (x === undefined || y === undefined) return state
  const seen = screens.some(
    (area) =>
      x + width > area.x + 80 && x < area.x + area.width - 80 && y >= area.y && y < area.y + area.height - 80,
  )
  return seen ? state : { width, height, maximized }
}

export const readWindowState = async (path: string): Promise<WindowState> =>
  parseWindowState(await readFile(path, 'utf8').catch(() => ''))

export const writeWindowState = async (path: string, state: WindowState): Promise<void> => {
  await writeFile(`${path}.new`, JSON.stringify(state), { mode: 0o600 })
  await rename(`${path}.new`, path)
}
